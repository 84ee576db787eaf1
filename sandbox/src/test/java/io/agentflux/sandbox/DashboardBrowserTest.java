package io.agentflux.sandbox;

import static io.agentflux.sandbox.TestArena.PATIENCE;
import static io.agentflux.sandbox.TestArena.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.RawConnection.Answer;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.SessionNotCreatedException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The dashboard in a real browser, where there is one: {@code chromedriver} and a Chromium on the PATH, or told by the environment
 * variables {@code AGENTFLUX_CHROMEDRIVER} and {@code AGENTFLUX_CHROMIUM}. Downloads nothing.
 */
class DashboardBrowserTest {

    private static final String ADMIN = "admin_for_tests_only";
    private static final String NAME = "<b>Ada</b>";
    private static final Cause CAUSE = new Cause("test", "");
    private static final JsonMapper JSON = new JsonMapper();
    private static final By FREEZE = By.cssSelector("[data-key=ada] [data-action=freeze]");
    private static final By RELEASE = By.cssSelector("[data-key=ada] [data-action=release]");
    private static final By YES = By.id("question-yes");

    private SandboxHandle sandbox;
    private ChromeDriver browser;
    private RawConnection connection;

    @BeforeEach
    void start() {
        browser = browser(
                program("AGENTFLUX_CHROMEDRIVER", "chromedriver"),
                program("AGENTFLUX_CHROMIUM", "chromium", "chromium-browser", "google-chrome"));
        sandbox = get(ArenaSandbox.create()
                .keepingIn("memory")
                .administeredBy(AdministratorToken.of(ADMIN))
                .start());
        connection = new RawConnection(sandbox.port());
        List<VariantSpec> variants = List.of(
                VariantSpec.control("control"),
                VariantSpec.treatment("ada", GuardrailLimits.standard()).named(NAME));
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

    private ChromeDriver browser(File driver, File chromium) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--window-size=1280,1200");
        try {
            return new ChromeDriver(
                    new ChromeDriverService.Builder()
                            .usingDriverExecutable(driver)
                            .usingAnyFreePort()
                            .build(),
                    options);
        } catch (SessionNotCreatedException unfit) {
            return abort(driver + " cannot drive " + chromium + ": " + unfit.getMessage());
        }
    }

    /** A program that a variable of the environment tells, or else the first of these names on the PATH. */
    private static File program(String variable, String... names) {
        Optional<String> told = Optional.ofNullable(System.getenv(variable));
        List<Path> folders = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList();
        return told.map(Path::of)
                .or(() -> Stream.of(names)
                        .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
                        .filter(Files::isExecutable)
                        .findFirst())
                .map(Path::toFile)
                .orElseGet(() -> abort("there is no " + String.join(" or ", names) + " on the PATH; name it by "
                        + variable + " to try the dashboard in a browser"));
    }

    private WebElement ready(By element) {
        return new WebDriverWait(browser, PATIENCE)
                .ignoring(StaleElementReferenceException.class)
                .until(ExpectedConditions.elementToBeClickable(element));
    }

    private JsonNode asAdministrator(String path) {
        Answer answer = connection.call("POST", "/api/admin/experiments/exp/" + path, ADMIN, "");
        return JSON.readTree(answer.body()).get("data");
    }

    private JsonNode update(String token) {
        Answer answer = connection.call(
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
        browser.get(sandbox.url() + "/");
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
        assertThat(update(token).get("accepted").booleanValue()).isTrue();
        assertThat(browser.getCurrentUrl()).isEqualTo(sandbox.url() + "/#/exp");
    }

    @Test
    @DisplayName("the page shows what others do while they do it, and the token is gone once somebody has signed out")
    void isTold() {
        browser.get(sandbox.url() + "/dashboard#/exp");
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
}
