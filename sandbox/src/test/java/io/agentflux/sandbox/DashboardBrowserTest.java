package io.agentflux.sandbox;

import static io.agentflux.sandbox.Classroom.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.RawConnection.Answer;
import io.agentflux.sandbox.experiment.VariantSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard in a real browser, where there is one. */
class DashboardBrowserTest {

    private static final String NAME = "<b>Ada</b>";
    private static final JsonMapper JSON = new JsonMapper();
    private static final By FREEZE = By.cssSelector("[data-key=ada] [data-action=freeze]");
    private static final By RELEASE = By.cssSelector("[data-key=ada] [data-action=release]");
    private static final By YES = By.id("question-yes");

    private Classroom classroom;
    private ChromeDriver browser;

    @BeforeEach
    void start() {
        browser = TestBrowser.open();
        classroom = new Classroom(
                VariantSpec.control("control"),
                VariantSpec.treatment("ada", GuardrailLimits.standard()).named(NAME));
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

    private WebElement ready(By element) {
        return TestBrowser.ready(browser, element);
    }

    private JsonNode asAdministrator(String path) {
        Answer answer = classroom.connection.call("POST", "/api/admin/experiments/exp/" + path, ADMIN, "");
        return JSON.readTree(answer.body()).get("data");
    }

    private JsonNode update(String token) {
        Answer answer = classroom.connection.call(
                "PUT",
                "/api/arena/variant/config",
                token,
                "{\"economyOverrides\":{\"scanXp\":11},\"reasoning\":\"why not\"}");
        return JSON.readTree(answer.body()).get("data");
    }

    @Test
    @DisplayName(
            "an administrator freezes a variant by a button, and its updates are refused until the same button releases it")
    void freezesAndReleases() {
        String token =
                asAdministrator("variants/ada/tokens").get("strategyToken").stringValue();
        browser.get(classroom.sandbox.url() + "/");
        ready(By.id("token")).sendKeys("admin_of_another_sandbox\n");
        assertThat(ready(By.cssSelector("#notice .bad")).getText()).isEqualTo("The token is not the administrator's.");
        ready(By.id("token")).sendKeys(ADMIN + "\n");
        ready(By.linkText("Classroom")).click();

        ready(FREEZE).click();
        ready(By.id("reason")).sendKeys("fire drill");
        ready(YES).click();
        ready(RELEASE);
        assertThat(ready(By.cssSelector("[data-key=ada]")).getText()).contains(NAME, "Frozen: fire drill");
        assertThat(update(token).get("rejectionReason").stringValue()).isEqualTo("CIRCUIT_BREAKER_ACTIVE");

        ready(RELEASE).click();
        ready(YES).click();
        ready(FREEZE);
        assertThat(browser.switchTo().activeElement().getDomAttribute("data-action"))
                .as("the keyboard goes on where it was")
                .isEqualTo("freeze");
        assertThat(update(token).get("accepted").booleanValue()).isTrue();
        assertThat(browser.getCurrentUrl()).isEqualTo(classroom.sandbox.url() + "/#/exp");
    }

    @Test
    @DisplayName("the page shows what others do while they do it, and the token is gone once somebody has signed out")
    void isTold() {
        browser.get(classroom.sandbox.url() + "/dashboard#/exp");
        ready(By.id("token")).sendKeys(ADMIN + "\n");
        ready(FREEZE);
        asAdministrator("variants/ada/freeze");
        ready(RELEASE);

        ready(By.id("leave")).click();
        ready(By.id("token"));
        assertThat(browser.executeScript("return sessionStorage.length + localStorage.length"))
                .isEqualTo(0L);
        assertThat(browser.getPageSource()).doesNotContain(ADMIN);
    }

    @Test
    @DisplayName("the page works in a browser that lets no page keep anything")
    void worksWithoutStorage() {
        TestBrowser.denyStorage(browser);
        browser.get(classroom.sandbox.url() + "/dashboard#/exp");
        ready(By.id("token")).sendKeys(ADMIN + "\n");
        ready(FREEZE);
    }
}
