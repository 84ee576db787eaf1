package io.agentflux.sandbox;

import static io.agentflux.sandbox.Classroom.ADMIN;
import static io.agentflux.sandbox.TestArena.PATIENCE;
import static io.agentflux.sandbox.TestArena.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.Select;

/** The parts of the dashboard that make something new, in a real browser, where there is one. */
class BuilderBrowserTest {

    private static final By CHECK = By.xpath("//button[.='Check']");
    private static final By CREATE = By.cssSelector("[data-action=create]");

    /** The texts that were sent as descriptions. */
    private final BlockingQueue<String> descriptions = new LinkedBlockingQueue<>();

    private ChromeDriver browser;
    private SandboxHandle sandbox;

    @BeforeEach
    void start() {
        browser = TestBrowser.open();
        sandbox = get(ArenaSandbox.create()
                .keepingIn("memory")
                .administeredBy(AdministratorToken.of(ADMIN))
                .readingExperimentsBy(this::read)
                .start());
    }

    @AfterEach
    void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (sandbox != null) {
            sandbox.stop(Duration.ofSeconds(1)).block(PATIENCE);
        }
    }

    private ExperimentSpec read(String text) {
        descriptions.add(text);
        if (text.contains("delta-limit-percent: 101")) {
            throw new IllegalArgumentException("body:5:59: too much\nbody:13:12: another one");
        }
        return ExperimentSpec.builder(
                        "exp_autumn",
                        "Autumn",
                        List.of(
                                VariantSpec.control("control"),
                                VariantSpec.treatment("one", GuardrailLimits.standard())))
                .tenant("school")
                .build();
    }

    private String described() throws InterruptedException {
        return descriptions.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private WebElement ready(By element) {
        return TestBrowser.ready(browser, element);
    }

    private void open(String part) {
        browser.get(sandbox.url() + "/dashboard" + part);
        ready(By.id("name")).sendKeys("Ada & Co.");
        ready(By.id("token")).sendKeys(ADMIN + "\n");
    }

    private void type(String field, String text) {
        WebElement element = ready(By.id("field-" + field));
        element.clear();
        element.sendKeys(text);
    }

    private void choose(String field, String value) {
        new Select(ready(By.id("field-" + field))).selectByValue(value);
    }

    private String eventsOfAutumn() {
        try (RawConnection connection = new RawConnection(sandbox.port())) {
            return connection
                    .call("GET", "/api/admin/experiments/exp_autumn/events", ADMIN, "")
                    .body();
        }
    }

    @Test
    @DisplayName(
            "what is filled in becomes the description of an experiment, which is checked, corrected and created as a draft")
    void createsAnExperiment() throws IOException, InterruptedException {
        open("");
        ready(By.linkText("New experiment")).click();
        type("draft.name", "Autumn: \"2026\"");
        type("draft.tenant", "school");
        type("draft.hypothesis", "Rewards that adapt keep people. # not a comment");
        choose("draft.metric", "RETENTION_RATE");
        choose("draft.limits", "own");
        type("draft.interval", "5");
        type("draft.delta", "101");
        choose("draft.people", "live");
        type("draft.days", "28");
        type("draft.effect", "0.5");
        type("draft.arrivals", "20");
        type("draft.variants.1.weight", "2");
        ready(By.xpath("//fieldset[legend='Treatment']//summary")).click();
        type("draft.variants.1.economy.streakBonusCap", "60");
        type("draft.variants.1.economy.scanXp", "12");
        ready(By.cssSelector("[data-action=add]")).click();
        ready(By.cssSelector("[data-action=add]")).click();
        type("draft.variants.3.name", "2026");
        choose("draft.variants.3.role", "fixed");
        browser.findElements(By.cssSelector("[data-action=remove]")).get(1).click();

        ready(CHECK).click();
        assertThat(described()).contains("delta-limit-percent: 101");
        assertThat(ready(By.cssSelector("[data-key=judgement]")).getText().lines())
                .containsExactly("2 mistakes", "Line 5, column 59: too much", "Line 13, column 12: another one");
        assertThat(sandbox.experiments().all()).isEmpty();

        type("draft.delta", "100\n");
        String checked = described();
        assertThat(ready(By.cssSelector("[data-key=judgement] .good")).getText())
                .isEqualTo("It can be created, as exp_autumn.");
        assertThat(sandbox.experiments().all()).as("to check creates nothing").isEmpty();

        ready(CREATE).click();
        assertThat(ready(By.cssSelector("[aria-label=Experiment] h2")).getText())
                .isEqualTo("Autumn DRAFT");
        assertThat(browser.getCurrentUrl()).isEqualTo(sandbox.url() + "/dashboard#/exp_autumn");
        assertThat(eventsOfAutumn()).contains("\"by\":\"Ada & Co.\"");
        assertThat(described())
                .isEqualTo(checked)
                .as("that files like this one are read is tested where files are")
                .isEqualTo(Files.readString(Path.of("../config/src/test/resources/written-by-the-dashboard.yaml")));
    }

    @Test
    @DisplayName("the economy of a tenant is shown, changed after a question, and refused in the words of the server")
    void changesATenantsEconomy() {
        open("#economies");
        type("told.0.values.scanXp", "-1");
        type("told.0.values.photoXp", "12.5");
        ready(By.cssSelector("[data-action=economy]")).click();
        ready(By.id("question-yes")).click();
        assertThat(ready(By.cssSelector("#notice .bad")).getText())
                .isEqualTo("scanXp is -1; give a number from 0 to 1000000.");
        assertThat(sandbox.experiments().tenantEconomy("default")).isEmpty();

        type("told.0.values.scanXp", "0");
        ready(By.cssSelector("[data-action=economy]")).click();
        ready(By.id("question-yes")).click();
        assertThat(ready(By.cssSelector("#notice p:not(.bad)")).getText()).isEqualTo("Change: done for default.");
        assertThat(sandbox.experiments().tenantEconomy("default"))
                .isEqualTo(Map.of(EconomyParameter.SCAN_XP, 0.0, EconomyParameter.PHOTO_XP, 12.5));
    }
}
