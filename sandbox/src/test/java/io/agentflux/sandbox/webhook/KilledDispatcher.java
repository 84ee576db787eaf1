package io.agentflux.sandbox.webhook;

import io.agentflux.arena.http.WebhookRegistration;
import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.ExperimentStore;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A process that makes decisions and delivers them until it is killed. It registers one webhook for each URL if there is none yet,
 * and notes secrets and acknowledged decisions in a file, with one write to the system that outlives the process.
 */
final class KilledDispatcher {

    private static final Duration SOON = Duration.ofSeconds(30);

    private KilledDispatcher() {}

    /** The arguments are: the store, the file for notes, how many decisions to make, the URLs. */
    public static void main(String[] arguments) throws IOException {
        ExperimentStore store =
                ExperimentStore.open(arguments[0], Schedulers.parallel()).block(SOON);
        WebhookDispatcher dispatcher = WebhookDispatcher.start(
                        store,
                        WebhookOptions.ofDefaults()
                                .allowing(List.of("127.0.0.0/8"))
                                .trying(25, Duration.ofMillis(5), Duration.ofMillis(40))
                                .attemptTimeout(Duration.ofMillis(800)),
                        Schedulers.parallel())
                .block(SOON);
        try (FileOutputStream notes = new FileOutputStream(arguments[1], true)) {
            if (dispatcher.webhooks().isEmpty()) {
                for (String url : List.of(arguments).subList(3, arguments.length)) {
                    String secret = dispatcher
                            .register("exp_1", "var_a", new WebhookRegistration(URI.create(url), Set.of()))
                            .block(SOON)
                            .secret()
                            .reveal();
                    note(notes, "secret " + url + " " + secret);
                }
            }
            Flux.range(0, Integer.parseInt(arguments[2]))
                    .concatMap(number -> decide(store).doOnNext(id -> note(notes, "kept " + id)))
                    .then()
                    .block(SOON);
            Mono.never().block();
        }
    }

    private static Mono<String> decide(ExperimentStore store) {
        return Mono.defer(() -> {
            String id = UUID.randomUUID().toString();
            ExperimentEvent event =
                    new ExperimentEvent("exp_1", "var_a", "decision", id, Instant.now(), "accepted", "{}");
            return store.append(event).thenReturn(id);
        });
    }

    private static void note(FileOutputStream file, String line) {
        try {
            file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
