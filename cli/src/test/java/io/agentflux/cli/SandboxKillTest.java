package io.agentflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.store.AuditReport;
import io.agentflux.sandbox.store.AuditVerifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Kills real servers under load; {@code -Dagentflux.kill-rounds=20} does it longer. */
class SandboxKillTest {

    private static final int ROUNDS = Integer.getInteger("agentflux.kill-rounds", 2);
    private static final int WRITERS = 64;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern DECISION_ID = Pattern.compile("\"decisionLogId\":\"(dec_[0-9a-f]+)\"");
    private static final Pattern TOTAL = Pattern.compile("\"total\":(\\d+)");

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicLong updates = new AtomicLong();

    @Test
    @DisplayName(
            "a server killed under 64 writers has every acknowledged decision when it is started again, and goes on")
    void survivesKills() throws Exception {
        Set<String> kept = Set.of();
        for (int round = 1; round <= ROUNDS; round++) {
            int before = acknowledged.size();
            try (ServedSandbox sandbox = ServedSandbox.start(folder, "--variants", "3", "--people", "20")) {
                assertThat(decisionsOf(sandbox)).isEqualTo(kept.size());
                killUnderLoad(sandbox, before + 300 + 200 * (round % 4));
            }
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(before + 300);

            kept = ServedSandbox.kept(store());
            Set<String> missing = new HashSet<>(acknowledged);
            missing.removeAll(kept);
            assertThat(missing).as("acknowledged and lost in round %s", round).isEmpty();
            assertThat(AuditVerifier.verify(store()).block(SOON)).isInstanceOf(AuditReport.Intact.class);
            System.out.printf(
                    "round %d: %d acknowledged, %d kept, 0 missing%n", round, acknowledged.size(), kept.size());
        }
        try (ServedSandbox sandbox = ServedSandbox.start(folder, "--variants", "3", "--people", "20")) {
            assertThat(get(sandbox, sandbox.tokens().get(0), "/api/arena/signals")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(put(sandbox, sandbox.tokens().get(0)).block(SOON).statusCode())
                    .isEqualTo(200);
        }
    }

    private void killUnderLoad(ServedSandbox sandbox, int enough) throws InterruptedException {
        AtomicBoolean killed = new AtomicBoolean();
        List<String> tokens = sandbox.tokens();
        Mono<Void> load = Flux.range(0, WRITERS)
                .flatMap(
                        writer -> put(sandbox, tokens.get(writer % tokens.size()))
                                .doOnNext(this::note)
                                .repeat(() -> !killed.get())
                                .onErrorComplete(failure -> killed.get()),
                        WRITERS)
                .then();
        var ended = load.toFuture();
        long deadline = System.nanoTime() + SOON.toNanos();
        while (acknowledged.size() < enough && !ended.isDone() && System.nanoTime() < deadline) {
            Thread.sleep(1);
        }
        killed.set(true);
        sandbox.kill();
        Mono.fromFuture(ended).block(SOON);
    }

    private Mono<HttpResponse<String>> put(ServedSandbox sandbox, String token) {
        return Mono.fromFuture(() -> http.sendAsync(
                HttpRequest.newBuilder(URI.create(sandbox.url() + "/api/arena/variant/config"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(
                                "{\"economyOverrides\":{\"scanXp\":11},\"reasoning\":\"update "
                                        + updates.incrementAndGet() + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString()));
    }

    private void note(HttpResponse<String> response) {
        Matcher id = DECISION_ID.matcher(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(id.find()).isTrue();
        assertThat(acknowledged.add(id.group(1))).as("an id used once").isTrue();
    }

    private HttpResponse<String> get(ServedSandbox sandbox, String token, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(sandbox.url() + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private int decisionsOf(ServedSandbox sandbox) throws Exception {
        int decisions = 0;
        for (String token : sandbox.tokens()) {
            Matcher total =
                    TOTAL.matcher(get(sandbox, token, "/api/arena/decisions").body());
            assertThat(total.find()).isTrue();
            decisions += Integer.parseInt(total.group(1));
        }
        return decisions;
    }

    private String store() {
        return folder.resolve(ServedSandbox.STORE).toString();
    }
}
