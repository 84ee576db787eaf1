package io.agentflux.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WriterWatchTest {

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Samples.NOON);
    private final WriterWatch watch = new WriterWatch(clock);

    private void later() {
        clock.advanceBy(WriterWatch.PATIENCE.plusMillis(1));
    }

    @Test
    @DisplayName("a write that takes long is an obstacle until it is made")
    void tellsOfSlowWrites() {
        watch.writing();
        clock.advanceBy(WriterWatch.PATIENCE);
        assertThat(watch.obstacle()).isEmpty();

        clock.advanceBy(Duration.ofMillis(1));
        assertThat(watch.obstacle()).contains(Obstacle.SLOW);

        watch.written();
        assertThat(watch.obstacle()).isEmpty();
    }

    @Test
    @DisplayName("more than can be written is an obstacle once it lasts, and until there is room")
    void tellsOfOverload() {
        watch.overloaded();
        assertThat(watch.obstacle()).isEmpty();

        later();
        watch.overloaded();
        assertThat(watch.obstacle()).contains(Obstacle.OVERLOADED);

        watch.relieved();
        assertThat(watch.obstacle()).isEmpty();
        watch.overloaded();
        assertThat(watch.obstacle()).isEmpty();
    }

    @Test
    @DisplayName("a failed write is an obstacle until another one is made, and comes before the others")
    void tellsOfFailures() {
        watch.writing();
        watch.written();
        watch.failed(Obstacle.FULL, new IllegalStateException("the disk is full"));
        watch.writing();
        later();
        assertThat(watch.obstacle()).contains(Obstacle.FULL);

        watch.written();
        assertThat(watch.obstacle()).contains(Obstacle.FULL);
        watch.recovered();
        assertThat(watch.obstacle()).isEmpty();
    }
}
