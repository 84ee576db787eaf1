package io.agentflux.sandbox.population;

/** What became of one person's counted scans today, seven counts of up to 126 in one long. */
final class OutcomeCounts {

    private static final int PERFUNCTORY = 8;
    private static final int GENUINE_ISSUES = 16;
    private static final int FALSE_ISSUES = 24;
    private static final int STATUS = 32;
    private static final int SCANS = 48;
    private static final long ONE = 255;

    private OutcomeCounts() {}

    /**
     * The counts, given how many scans reached each of five ordered thresholds, a byte each: a scan has the outcome of
     * the last threshold it reached. Neighbouring bytes are subtracted all at once; they never borrow, because the higher
     * the threshold the fewer scans reach it.
     */
    static long ofReached(int scans, long reached) {
        return ((scans | (reached << 8)) - reached) | ((long) scans << SCANS);
    }

    static long withFeedback(long counts, int genuine, int perfunctory) {
        return (counts & ~0xffffL) | genuine | ((long) perfunctory << PERFUNCTORY);
    }

    static int genuineFeedback(long counts) {
        return (int) (counts & ONE);
    }

    static int perfunctoryFeedback(long counts) {
        return (int) ((counts >>> PERFUNCTORY) & ONE);
    }

    static int genuineIssues(long counts) {
        return (int) ((counts >>> GENUINE_ISSUES) & ONE);
    }

    static int falseIssues(long counts) {
        return (int) ((counts >>> FALSE_ISSUES) & ONE);
    }

    static int statusReports(long counts) {
        return (int) ((counts >>> STATUS) & ONE);
    }

    static int scans(long counts) {
        return (int) (counts >>> SCANS);
    }
}
