package io.agentflux.sandbox.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A process that appends with 64 writers until it is killed, and notes each acknowledged id in a file with one write to the
 * system, which outlives the process.
 */
final class KilledWriter {

    private static final int WRITERS = 64;

    private KilledWriter() {}

    public static void main(String[] arguments) throws IOException {
        ExperimentStore store = ExperimentStore.open(arguments[0], Schedulers.newSingle("acknowledgements"))
                .block();
        DecisionLog log = DecisionLog.of(store);
        try (FileOutputStream acknowledged = new FileOutputStream(arguments[1])) {
            Flux.range(0, WRITERS)
                    .flatMap(
                            writer -> append(log)
                                    .doOnNext(id -> note(acknowledged, id))
                                    .repeat(),
                            WRITERS)
                    .then()
                    .block();
        }
    }

    private static Mono<String> append(DecisionLog log) {
        return Mono.defer(() -> {
            String id = UUID.randomUUID().toString();
            return log.append("onboarding", "B", Samples.accepted(id, Samples.NOON))
                    .thenReturn(id);
        });
    }

    private static void note(FileOutputStream file, String id) {
        try {
            file.write((id + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
