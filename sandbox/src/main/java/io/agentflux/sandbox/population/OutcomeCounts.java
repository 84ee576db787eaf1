package io.agentflux.sandbox.population;

/** What became of one person's counted scans today, six counts of up to 126 in one long. */
final class OutcomeCounts {

    private static final int PERFUNCTORY = 8;
    private static final int GENUINE_ISSUES = 16;
    private static final int FALSE_ISSUES = 24;
    private static final int STATUS = 32;
    private static final int SCANS = 40;
    private static final long ONE = 255;

    private OutcomeCounts() {}

    /** Packs the counts, given how many scans reached each of five ordered thresholds. */
    static long ofReached(int scans, int first, int second, int third, int fourth, int fifth) {
        return (scans - first)
                | ((long) (first - second) << PERFUNCTORY)
                | ((long) (second - third) << GENUINE_ISSUES)
                | ((long) (third - fourth) << FALSE_ISSUES)
                | ((long) (fourth - fifth) << STATUS)
                | ((long) scans << SCANS);
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
