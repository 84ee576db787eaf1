package io.agentflux.cli;

import java.time.Duration;

/**
 * How long the rest will take, if it goes on as fast as the later half of what is done. The beginning is left out because Java is
 * slow until it has warmed up.
 */
final class TimeLeft {

    private final int steps;
    private final long[] instants;
    private int done;

    private TimeLeft(int steps, long now) {
        this.steps = steps;
        instants = new long[steps + 1];
        instants[0] = now;
    }

    /** So many steps are ahead, from now. */
    static TimeLeft of(int steps) {
        return of(steps, System.nanoTime());
    }

    static TimeLeft of(int steps, long now) {
        return new TimeLeft(Math.max(1, steps), now);
    }

    int steps() {
        return steps;
    }

    /** So many steps are done now. */
    void done(int number, long now) {
        for (int step = done + 1; step <= number; step++) {
            instants[step] = now;
        }
        done = number;
    }

    /** What is left; zero before the first step is done. */
    Duration estimate() {
        if (done == 0) {
            return Duration.ZERO;
        }
        int from = done / 2;
        return Duration.ofNanos((instants[done] - instants[from]) / (done - from) * (steps - done));
    }

    /** Such as {@code , about 12 s left}; nothing before there is anything to go by. */
    String text() {
        return done == 0 ? "" : ", about " + Durations.text(estimate()) + " left";
    }
}
