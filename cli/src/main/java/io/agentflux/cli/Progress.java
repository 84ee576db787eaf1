package io.agentflux.cli;

import java.io.PrintStream;

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

    /**
     * Progress on standard error; whether that is a terminal is what the launcher script says.
     *
     * @param steps what the steps are, such as {@code matches}
     */
    static Progress onStandardError(String steps) {
        return Boolean.getBoolean("agentflux.terminal") ? new Bar(System.err, steps) : new Lines(System.err, steps);
    }

    /** A bar on the line of the cursor, drawn again at most ten times a second, gone at the end. */
    final class Bar implements Progress {

        private static final int CELLS = 30;
        private static final long REDRAW_NANOS = 100_000_000;
        private static final String BACK = "\r\u001b[K";
        // beyond the edge of a narrow terminal it would go on in the next line, and leave this one behind
        private static final String CUT = "\u001b[?7l";
        private static final String WRAP = "\u001b[?7h";

        private final PrintStream out;
        private final String steps;
        private TimeLeft timeLeft = TimeLeft.of(1);
        private long lastDrawn;

        Bar(PrintStream out, String steps) {
            this.out = out;
            this.steps = steps;
        }

        @Override
        public void begin(int number) {
            timeLeft = TimeLeft.of(number);
            draw(0);
        }

        @Override
        public void step(int done) {
            timeLeft.done(done, System.nanoTime());
            if (System.nanoTime() - lastDrawn >= REDRAW_NANOS) {
                draw(done);
            }
        }

        private void draw(int done) {
            lastDrawn = System.nanoTime();
            int full = (int) ((long) CELLS * done / timeLeft.steps());
            out.print(BACK + CUT + "[" + "#".repeat(full) + "-".repeat(CELLS - full) + "] " + done + " of "
                    + timeLeft.steps() + " " + steps + timeLeft.text() + WRAP);
            out.flush();
        }

        @Override
        public void end() {
            out.print(BACK);
            out.flush();
        }
    }

    /** A line now and then: after two seconds, and whenever a tenth of the time so far has passed since the last one. */
    final class Lines implements Progress {

        private static final long SHORTEST_NANOS = 2_000_000_000L;

        private final PrintStream out;
        private final String steps;
        private TimeLeft timeLeft = TimeLeft.of(1);
        private long began;
        private long lastLine;

        Lines(PrintStream out, String steps) {
            this.out = out;
            this.steps = steps;
        }

        @Override
        public void begin(int number) {
            timeLeft = TimeLeft.of(number);
            began = System.nanoTime();
            lastLine = began;
        }

        @Override
        public void step(int done) {
            long now = System.nanoTime();
            timeLeft.done(done, now);
            if (done == timeLeft.steps() || now - lastLine < Math.max(SHORTEST_NANOS, (now - began) / 10)) {
                return;
            }
            lastLine = now;
            out.println(steps + ": " + done + " of " + timeLeft.steps() + " done" + timeLeft.text());
        }

        @Override
        public void end() {}
    }
}
