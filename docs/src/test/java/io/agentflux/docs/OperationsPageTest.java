package io.agentflux.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.ArenaSandbox;
import io.agentflux.sandbox.DemoExperiment;
import io.agentflux.sandbox.SandboxHandle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OperationsPageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) ");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (`[a-z_0-9`, ]+_[a-z_0-9`, ]+`) \\| (gauge|counter|summary) ");
    private static final Pattern NAME = Pattern.compile("`([a-z0-9_]+)`");

    @Test
    @DisplayName("the page explains each metric that a sandbox shows, and no other")
    void explainsEachMetric() throws IOException, InterruptedException {
        Set<String> shown = shown();
        // and one that is shown where TLS is spoken
        shown.add("agentflux_sandbox_certificate_remaining_seconds");

        assertThat(explained()).isEqualTo(shown);
    }

    private static Set<String> explained() throws IOException {
        return ROW.matcher(Files.readString(Path.of("operations.md")))
                .results()
                .flatMap(row -> NAME.matcher(row.group(1)).results())
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** After a request and an update, since some metrics appear when there is something to measure. */
    private static Set<String> shown() throws IOException, InterruptedException {
        SandboxHandle sandbox = Objects.requireNonNull(ArenaSandbox.create()
                .keepingIn("memory")
                .demonstrating(new DemoExperiment(1, 10, 1, Duration.ofHours(1)))
                .start()
                .block(PATIENCE));
        try {
            HttpClient http = HttpClient.newHttpClient();
            HttpRequest.Builder update = HttpRequest.newBuilder(URI.create(sandbox.url() + "/api/arena/variant/config"))
                    .header("Authorization", "Bearer " + DemoExperiment.TOKEN)
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString(
                            "{\"economyOverrides\":{\"scanXp\":11},\"reasoning\":\"\"}"));
            assertThat(http.send(update.build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            String metrics = http.send(
                            HttpRequest.newBuilder(URI.create(sandbox.url() + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return TYPE.matcher(metrics)
                    .results()
                    .map(type -> type.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        } finally {
            sandbox.stop(Duration.ofSeconds(1)).block(PATIENCE);
        }
    }
}
