package io.agentflux.sandbox.population;

/**
 * What is worked out for the people of one block on one day and forgotten afterwards. One per thread, for many populations: it
 * takes 60 KB.
 */
final class DayScratch {

    private static final ThreadLocal<DayScratch> OF_THREAD = ThreadLocal.withInitial(DayScratch::new);

    // Opening
    final float[] streakBonus = floats();
    final float[] streakStake = floats();
    final float[] savedStreak = floats();
    final float[] anticipation = floats();
    final float[] relativeReward = floats();
    final float[] reward = floats();
    final float[] baseOdds = floats();
    final float[] odds = floats();
    final float[] oddsAndResistance = floats();

    // Scans and what becomes of them
    final float[] expectedScans = floats();
    final float[] feedbackWeight = floats();
    final float[] weightScale = floats();
    final float[] genuineFeedbackUpTo = floats();
    final float[] perfunctoryUpTo = floats();
    final float[] genuineIssueUpTo = floats();
    final float[] falseIssueUpTo = floats();
    final float[] statusUpTo = floats();

    // The active day, by person
    final float[] active = floats();
    final float[] effort = floats();
    final float[] pointTenths = floats();
    final float[] competence = floats();
    final float[] rejection = floats();
    final float[] frustration = floats();
    final float[] payCut = floats();
    final float[] hazard = floats();
    final int[] leavingBits = new int[PersonBlock.CAPACITY];

    // The active and the idle by index; one entry more because splitting writes before it counts
    final int[] activePeople = new int[PersonBlock.CAPACITY + 1];
    final int[] idlePeople = new int[PersonBlock.CAPACITY + 1];
    int activeCount;
    int idleCount;

    // The active day, by place in the list of the active
    final int[] rawScans = new int[PersonBlock.CAPACITY];
    final long[] outcomes = new long[PersonBlock.CAPACITY];

    /** That of the thread that asks. */
    static DayScratch ofThread() {
        return OF_THREAD.get();
    }

    private static float[] floats() {
        return new float[PersonBlock.CAPACITY];
    }
}
