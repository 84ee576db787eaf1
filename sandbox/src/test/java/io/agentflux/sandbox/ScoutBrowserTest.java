package io.agentflux.sandbox;

import static io.agentflux.sandbox.Classroom.ADMIN;
import static io.agentflux.sandbox.TestArena.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.experiment.VariantSpec;
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

    private static final By NOTICE = By.id("notice");
    private static final By SCAN = By.cssSelector("form[data-kind=scan] button");

    private Classroom classroom;
    private ChromeDriver browser;

    @BeforeEach
    void start() {
        browser = TestBrowser.open();
        classroom =
                new Classroom(VariantSpec.control("control"), VariantSpec.treatment("ada", GuardrailLimits.standard()));
    }

    @AfterEach
    void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (classroom != null) {
            classroom.close();
        }
    }

    private String link() {
        String answer = classroom
                .connection
                .call("POST", "/api/admin/ingest-tokens", ADMIN, "{\"experimentId\":\"exp\",\"person\":\"ann\"}")
                .body();
        return classroom.sandbox.url()
                + new JsonMapper().readTree(answer).at("/data/scoutPath").stringValue();
    }

    private WebElement ready(By element) {
        return TestBrowser.ready(browser, element);
    }

    private void awaitNotice(String text) {
        new WebDriverWait(browser, PATIENCE).until(ExpectedConditions.textToBePresentInElementLocated(NOTICE, text));
    }

    private String scans() {
        return classroom
                .connection
                .call("GET", "/api/people?person=ann", ADMIN, "")
                .body();
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
