package io.agentflux.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.DemoExperiment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** Agents that submit one update after the other to a served sandbox, each until it is answered by a decision. */
final class PersistentAgents implements AutoCloseable {

    private static final int AGENTS = 32;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final Duration ANSWER = Duration.ofSeconds(50);
    private static final JsonMapper JSON = new JsonMapper();

    private final URI url;
    private final String body;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> decisions = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger refused = new AtomicInteger();
    private final Set<String> refusals = ConcurrentHashMap.newKeySet();
    private final List<String> surprises = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean stopping;

    /** @param reasonCharacters how long the reasons are that they give */
    PersistentAgents(URI url, int reasonCharacters) {
        this.url = url;
        this.body = "{\"economyOverrides\":{\"scanXp\":11},\"reasoning\":\"%s\"}"
                .formatted("why ".repeat(reasonCharacters / 4));
        for (int i = 0; i < AGENTS; i++) {
            Thread thread = new Thread(this::submitAgainAndAgain, "agent-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** Whether a store that nobody uses holds these decisions, each once, and no others, in a whole chain. */
    static void assertKept(String location, List<String> decisions) {
        ExperimentStore store =
                ExperimentStore.open(location, Schedulers.parallel()).block(ANSWER);
        List<String> kept = store.events(EventQuery.all().ofType("decision"))
                .map(stored -> stored.event().id())
                .collectList()
                .block(ANSWER);
        store.close().block(ANSWER);

        assertThat(kept).containsExactlyInAnyOrderElementsOf(decisions);
        assertThat(AuditVerifier.verify(location).block(ANSWER)).isInstanceOf(AuditReport.Intact.class);
    }

    private void submitAgainAndAgain() {
        try {
            while (!stopping) {
                String key = UUID.randomUUID().toString();
                while (!submit(key)) {
                    // what a client does, but for being in a hurry
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            }
        } catch (IOException | InterruptedException failure) {
            surprises.add(failure.toString());
        }
    }

    private boolean submit(String key) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(url.resolve("/api/arena/variant/config"))
                        .timeout(ANSWER)
                        .header("Authorization", "Bearer " + DemoExperiment.TOKEN)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .PUT(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
            decisions.add(JSON.readTree(answer.body()).at("/data/decisionLogId").stringValue());
            return true;
        }
        if (answer.statusCode() != 503
                || answer.headers().firstValue("Retry-After").isEmpty()) {
            surprises.add(answer.statusCode() + " " + answer.body());
        }
        refusals.add(answer.body());
        refused.incrementAndGet();
        return false;
    }

    /** Waits until so many more updates are answered by decisions. */
    void awaitDecisions(int more) {
        int enough = decisions.size() + more;
        await(more + " decisions", () -> decisions.size() >= enough);
    }

    /** Waits until so many more updates are refused by 503. */
    void awaitRefusals(int more) {
        int enough = refused.get() + more;
        await(more + " refusals", () -> refused.get() >= enough);
    }

    /** Waits until the sandbox says that it is ready. */
    void awaitReady() {
        await("readiness", () -> health("ready").statusCode() == 200);
    }

    /** Waits until the sandbox says that it is not ready for this reason; it is alive. */
    void awaitNotReady(Obstacle reason) {
        String expected = "{\"success\":false,\"error\":\"" + reason.sentence() + "\"}";
        await("to be not ready because " + reason, () -> {
            HttpResponse<String> answer = health("ready");
            return answer.statusCode() == 503 && answer.body().equals(expected);
        });
        assertThat(health("live").statusCode()).isEqualTo(200);
    }

    /** Reads from the store, more often than it keeps connections for that. */
    void requireReading() {
        for (int i = 0; i < 10; i++) {
            assertThat(get("/api/arena/decisions").statusCode()).isEqualTo(200);
        }
    }

    /** Asks for what is read from the store, more often at once than it has threads for that; the answer to all is 503. */
    void requireRefusedReading() {
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 20)
                .mapToObj(i -> client.sendAsync(request("/api/arena/decisions"), HttpResponse.BodyHandlers.ofString()))
                .toList();
        assertThat(answers).allSatisfy(coming -> {
            HttpResponse<String> answer = coming.join();
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.body()).contains(Obstacle.AWAY.sentence());
        });
    }

    private HttpResponse<String> health(String what) {
        return get("/health/" + what);
    }

    private HttpResponse<String> get(String path) {
        try {
            return client.send(request(path), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError(path + " did not answer", failure);
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + DemoExperiment.TOKEN)
                .build();
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + what + "; " + decisions.size() + " decisions, refused "
                        + refusals + ", surprises " + surprises);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    /** Stops once each update that was submitted is answered by a decision; prints how it went, and answers with all decisions. */
    List<String> finish() throws InterruptedException {
        stopping = true;
        for (Thread thread : threads) {
            thread.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
        }
        assertThat(surprises).isEmpty();
        assertThat(threads).noneMatch(Thread::isAlive);
        assertThat(decisions).doesNotHaveDuplicates();
        System.out.printf("%d decisions, %d refusals: %s%n", decisions.size(), refused.get(), refusals);
        return List.copyOf(decisions);
    }

    /** What was said to those whose updates were refused. */
    Set<String> refusals() {
        return Set.copyOf(refusals);
    }

    int refusedSize() {
        return refused.get();
    }

    @Override
    public void close() {
        stopping = true;
        threads.forEach(Thread::interrupt);
    }
}
