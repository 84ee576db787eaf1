package io.agentflux.sandbox;

import static io.agentflux.sandbox.TestArena.PATIENCE;
import static io.agentflux.sandbox.TestArena.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import tools.jackson.databind.json.JsonMapper;

/** The page for people in a real browser, where there is one. */
class ScoutBrowserTest {

    private static final String ADMIN = "admin_for_tests_only";
    private static final Cause CAUSE = new Cause("test", "");
    private static final By NOTICE = By.id("notice");
    private static final By SCAN = By.cssSelector("form[data-kind=scan] button");

    private SandboxHandle sandbox;
    private ChromeDriver browser;
    private RawConnection connection;

    @BeforeEach
    void start() {
        browser = TestBrowser.open();
        sandbox = get(ArenaSandbox.create()
                .keepingIn("memory")
                .administeredBy(AdministratorToken.of(ADMIN))
                .start());
        connection = new RawConnection(sandbox.port());
        List<VariantSpec> variants =
                List.of(VariantSpec.control("control"), VariantSpec.treatment("ada", GuardrailLimits.standard()));
        sandbox.experiments()
                .create(
                        ExperimentSpec.builder("exp", "Classroom", variants)
                                .people(new PeopleSpec.Live())
                                .build(),
                        CAUSE)
                .flatMap(experiment -> experiment.start(CAUSE))
                .block(PATIENCE);
    }

    @AfterEach
    void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (sandbox != null) {
            connection.close();
            sandbox.stop(Duration.ofSeconds(1)).block(PATIENCE);
        }
    }

    private String link() {
        String answer = connection
                .call("POST", "/api/admin/ingest-tokens", ADMIN, "{\"experimentId\":\"exp\",\"person\":\"ann\"}")
                .body();
        return sandbox.url()
                + new JsonMapper().readTree(answer).at("/data/scoutPath").stringValue();
    }

    private WebElement ready(By element) {
        return TestBrowser.ready(browser, element);
    }

    private void awaitNotice(String text) {
        new WebDriverWait(browser, PATIENCE).until(ExpectedConditions.textToBePresentInElementLocated(NOTICE, text));
    }

    private String scans() {
        return connection.call("GET", "/api/people?person=ann", ADMIN, "").body();
    }

    @Test
    @DisplayName("a scan whose answer was lost counts once, even if the page is loaded anew before it is pressed again")
    void countsOnce() {
        browser.get(link() + "&place=canteen");
        ready(SCAN);
        browser.executeScript(
                "const real = fetch; window.fetch = (...asked) => real(...asked).then(() => { throw new TypeError('lost'); })");
        ready(SCAN).click();
        awaitNotice("Press again; it counts once.");

        browser.navigate().refresh();
        ready(SCAN).click();
        awaitNotice("It had counted already. +");
        assertThat(scans()).contains("\"scans\":1,");

        ready(SCAN).click();
        awaitNotice("Scanned. +");
        assertThat(scans()).contains("\"scans\":2,");

        ready(By.id("leave")).click();
        ready(By.id("token"));
        assertThat(browser.executeScript("return sessionStorage.length")).isEqualTo(0L);
    }

    @Test
    @DisplayName("whoever scans by the keyboard can scan again by the same key")
    void keepsTheFocus() {
        browser.get(link());
        ready(SCAN).sendKeys(Keys.ENTER);
        awaitNotice("Scanned. +");

        assertThat(browser.switchTo().activeElement()).isEqualTo(ready(SCAN));
    }

    @Test
    @DisplayName("the page works in a browser that lets no page keep anything")
    void worksWithoutStorage() {
        TestBrowser.denyStorage(browser);
        browser.get(link());
        ready(SCAN).click();
        awaitNotice("Scanned. +");
    }
}
