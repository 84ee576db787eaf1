package io.agentflux.cli;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far a long command is: a bar on a terminal, now and then a line elsewhere. One thread at a time. */
interface Progress {

    /** Begins with so many steps ahead. */
    void begin(int steps);

    /** Tells how many steps are done. */
    void step(int done);

    /** Ends, whether or not all steps were done. */
    void end();

    /** Shows nothing. */
    static Progress none() {
        return new Progress() {
            @Override
            public void begin(int steps) {}

            @Override
            public void step(int done) {}

            @Override
            public void end() {}
        };
    }

    /** Progress on standard error; whether that is a terminal is what the launcher script says. */
    static Progress onStandardError() {
        return Boolean.getBoolean("agentflux.terminal") ? new Bar(System.err) : new Lines(System.err);
    }

    /** A bar that is drawn over and over. */
    final class Bar implements Progress {

        private static final int WIDTH = 79;

        private final PrintStream out;
        private @Nullable ProgressBar bar;

        Bar(PrintStream out) {
            this.out = out;
        }

        @Override
        public void begin(int steps) {
            bar = new ProgressBarBuilder()
                    .setTaskName("matches")
                    .setInitialMax(steps)
                    .setUpdateIntervalMillis(100)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
                    .build();
        }

        @Override
        public void step(int done) {
            if (bar != null) {
                bar.stepTo(done);
            }
        }

        @Override
        public void end() {
            if (bar != null) {
                bar.close();
            }
        }
    }

    /** A line now and then: after two seconds, and whenever a tenth of the time so far has passed since the last one. */
    final class Lines implements Progress {

        private static final long SHORTEST_NANOS = 2_000_000_000L;

        private final PrintStream out;
        private int steps;
        private long began;
        private long lastLine;

        Lines(PrintStream out) {
            this.out = out;
        }

        @Override
        public void begin(int steps) {
            this.steps = steps;
            began = System.nanoTime();
            lastLine = began;
        }

        @Override
        public void step(int done) {
            long now = System.nanoTime();
            if (done == steps || now - lastLine < Math.max(SHORTEST_NANOS, (now - began) / 10)) {
                return;
            }
            lastLine = now;
            long left = (now - began) / done * (steps - done);
            out.printf(
                    "matches: %d of %d played, about %s left%n", done, steps, Durations.text(Duration.ofNanos(left)));
        }

        @Override
        public void end() {}
    }
}
