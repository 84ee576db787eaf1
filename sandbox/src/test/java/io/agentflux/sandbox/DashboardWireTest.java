package io.agentflux.sandbox;

import static io.agentflux.sandbox.TestArena.PATIENCE;
import static io.agentflux.sandbox.TestArena.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.sandbox.RawConnection.Answer;
import io.agentflux.sandbox.population.ScenarioLibrary;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The page for administrators as a browser gets it. */
class DashboardWireTest {

    private SandboxHandle sandbox;
    private RawConnection connection;

    @BeforeEach
    void start() {
        sandbox = get(ArenaSandbox.create().keepingIn("memory").start());
        connection = new RawConnection(sandbox.port());
    }

    @AfterEach
    void stop() {
        connection.close();
        sandbox.stop(Duration.ofSeconds(1)).block(PATIENCE);
    }

    private Answer page() {
        return connection.call("GET", "/dashboard", "", "");
    }

    private static List<String> contents(String element, String page) {
        List<String> contents = new ArrayList<>();
        Matcher found = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
                .matcher(page);
        while (found.find()) {
            contents.add(found.group(1));
        }
        return contents;
    }

    private static String hash(String text) {
        try {
            return "'sha256-"
                    + Base64.getEncoder()
                            .encodeToString(
                                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
                    + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    @DisplayName("the page arrives as one file that may load nothing else, run nothing else and send nothing elsewhere")
    void isSelfContained() {
        Answer page = page();
        List<String> scripts = contents("script", page.body());

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers())
                .containsEntry("content-type", "text/html; charset=utf-8")
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry("cache-control", "no-cache")
                .containsEntry(
                        "content-security-policy",
                        "default-src 'none'; style-src "
                                + hash(contents("style", page.body()).get(0)) + "; script-src "
                                + String.join(
                                        " ",
                                        scripts.stream()
                                                .map(DashboardWireTest::hash)
                                                .toList())
                                + "; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(page.body().split("<script", -1)).hasSize(scripts.size() + 1);
        assertThat(page.body().split("<style", -1)).hasSize(2);
        assertThat(page.body().replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain(
                        "://", "src=", "<link", "@import", "localStorage", "document.cookie", "eval(", " style=");
        assertThat(page.body()).contains("name=\"viewport\"", "lang=\"en\"", "prefers-color-scheme: dark");
        assertThat(page.body())
                .as("a proxy may serve the page under a path of its own")
                .doesNotContain("'/api/", "\"/api/");
    }

    @Test
    @DisplayName("what the server tells is never read as markup")
    void writesText() {
        assertThat(page().body())
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser");
    }

    @Test
    @DisplayName("each field of the page has a label that names it")
    void hasLabels() {
        String page = page().body();
        Matcher field =
                Pattern.compile("<(?:input|select)[^>]* id=\"([a-z-]+)\"").matcher(page);
        int fields = 0;
        while (field.find()) {
            fields++;
            assertThat(page).contains("<label for=\"" + field.group(1) + "\"");
        }
        assertThat(fields).isEqualTo(5);
    }

    @Test
    @DisplayName("the page knows all scenarios, metrics and parameters, and the defaults of these")
    void knowsWhatThereIs() {
        assertThat(page().body())
                .contains(ScenarioLibrary.names().stream()
                        .map(name -> "'" + name + "'")
                        .toList())
                .contains(Arrays.stream(Metric.values())
                        .map(metric -> "'" + metric.name() + "'")
                        .toList())
                .contains(Arrays.stream(EconomyParameter.values())
                        .map(parameter -> String.format(
                                Locale.ROOT, "['%s', %.0f]", parameter.wireName(), parameter.globalDefault()))
                        .toList());
    }

    @Test
    @DisplayName("whoever opens the address of the server in a browser finds the page; programs are answered as before")
    void isFoundAtTheRoot() {
        Answer browser = connection.send(
                "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\n\r\n");
        Answer program = connection.call("GET", "/", "", "");

        assertThat(browser.body()).isEqualTo(page().body());
        assertThat(browser.headers()).containsEntry("vary", "Accept").containsKey("content-security-policy");
        assertThat(program.status()).isEqualTo(404);
        assertThat(program.body()).isEqualTo("{\"success\":false,\"error\":\"Not found\"}");
    }
}
