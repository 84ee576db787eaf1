package io.agentflux.sandbox.experiment;

import static io.agentflux.sandbox.experiment.StoredExperiments.SOON;
import static io.agentflux.sandbox.experiment.StoredExperiments.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Signals;
import io.agentflux.sandbox.HeldUpStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettledSignalsTest {

    @AutoClose
    private final StoredExperiments stored;

    SettledSignalsTest(@TempDir Path folder) {
        stored = new StoredExperiments(folder);
    }

    @Test
    @DisplayName("signals that wait for the log show an evening that is on its way to it, others the one before")
    void waitsForTheEvening() {
        RepeatableArena arena = stored.running().arena("a");
        CompletableFuture<Signals> settled = new CompletableFuture<>();

        HeldUpStore.during(stored.store(), () -> {
            stored.clock.advanceBy(Duration.ofDays(1));
            arena.signalsOnceSettled().subscribe(settled::complete, settled::completeExceptionally);
            assertThat(now(arena.signals()).experimentDays()).isEqualTo(1);
            assertThat(settled).isNotDone();
            // the signals of this experiment are cached for a second
            stored.clock.advanceBy(Duration.ofSeconds(1));
        });

        assertThat(settled)
                .succeedsWithin(SOON)
                .extracting(Signals::experimentDays)
                .isEqualTo(2);
    }
}
