package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;

/** Lets the people of an experiment in simulated time live through a day of 24 hours. */
public final class PassingDay {

    private static final Duration SOON = Duration.ofSeconds(30);

    private PassingDay() {}

    /** Returns when the day is kept, which happens on another thread than the clock's. */
    public static void of(Experiment experiment, SimulatedScheduler clock) {
        // goes through the lane behind the last day, so that the next one is scheduled when time moves
        experiment.release(null, new Cause("test", "nothing")).block(SOON);
        int before = experiment.daysPlayed();
        clock.advanceBy(Duration.ofDays(1));
        long deadline = System.nanoTime() + SOON.toNanos();
        while (experiment.daysPlayed() == before && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(experiment.daysPlayed()).isEqualTo(before + 1);
    }
}
