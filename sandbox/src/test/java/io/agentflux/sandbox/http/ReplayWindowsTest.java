package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ConfigResult;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class ReplayWindowsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final ReplayWindows windows = new ReplayWindows(Schedulers.parallel());

    private ConfigResult once(Supplier<ConfigResult> submission) {
        return Objects.requireNonNull(windows.once(
                        "token",
                        Optional.of("key"),
                        new byte[0],
                        Map.of(),
                        request -> Mono.fromSupplier(submission),
                        answer -> true)
                .block(SOON));
    }

    private static ConfigResult result(byte[] evidence) {
        return new ConfigResult(
                true, Map.of("scanXp", (double) evidence.length), Map.of(), null, null, null, "dec_1", List.of());
    }

    private WeakReference<byte[]> submitted() {
        byte[] evidence = new byte[64 * 1024];
        once(() -> result(evidence));
        return new WeakReference<>(evidence);
    }

    @Test
    @DisplayName("of an update that was answered only the answer is remembered, however long its evidence was")
    void remembersAnswersOnly() throws InterruptedException {
        WeakReference<byte[]> evidence = submitted();

        for (int attempt = 0; attempt < 100 && evidence.get() != null; attempt++) {
            System.gc();
            Thread.sleep(10);
        }

        assertThat(evidence.get()).isNull();
        assertThat(once(() -> result(new byte[1]))).isEqualTo(result(new byte[64 * 1024]));
    }
}
