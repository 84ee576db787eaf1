package io.agentflux.sandbox;

import static io.agentflux.sandbox.TestArena.PATIENCE;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.SessionNotCreatedException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A real browser, where there is one: {@code chromedriver} and a Chromium on the PATH, or told by the environment variables
 * {@code AGENTFLUX_CHROMEDRIVER} and {@code AGENTFLUX_CHROMIUM}. Downloads nothing.
 */
final class TestBrowser {

    private TestBrowser() {}

    /** A browser of one's own; skips the test where there is none. */
    static ChromeDriver open() {
        return open(
                program("AGENTFLUX_CHROMEDRIVER", "chromedriver"),
                program("AGENTFLUX_CHROMIUM", "chromium", "chromium-browser", "google-chrome"));
    }

    /** From the next page on, pages may keep nothing, as if the person had told the browser so. */
    static void denyStorage(ChromeDriver browser) {
        browser.executeCdpCommand(
                "Page.addScriptToEvaluateOnNewDocument",
                Map.of(
                        "source",
                        "Object.defineProperty(window, 'sessionStorage', {get() { throw new DOMException('denied', 'SecurityError'); }});"));
    }

    /** Waits until an element can be used. */
    static WebElement ready(ChromeDriver browser, By element) {
        return new WebDriverWait(browser, PATIENCE)
                .ignoring(StaleElementReferenceException.class)
                .until(ExpectedConditions.elementToBeClickable(element));
    }

    private static ChromeDriver open(File driver, File chromium) {
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
                        + variable + " to try the pages in a browser"));
    }
}
