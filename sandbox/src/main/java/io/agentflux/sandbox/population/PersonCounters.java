package io.agentflux.sandbox.population;

/**
 * What a person has done so far, packed so that one addition counts a day. Every part only grows, so the difference of
 * two states of the same person unpacks into the counts between them.
 */
final class PersonCounters {

    private static final int VALID = 24;
    private static final int ACTIVE_DAYS = 48;
    private static final long COUNT = (1L << 24) - 1;
    private static final int ASSIGNED = 16;
    private static final int MISSIONS = (1 << 16) - 1;

    /** One mission completed. */
    static final int MISSION_COMPLETED = 1;

    /** One mission assigned. */
    static final int MISSION_ASSIGNED = 1 << ASSIGNED;

    private PersonCounters() {}

    /** An active day with so many counted scans and so much valid feedback. */
    static long activeDay(int scans, int valid) {
        return scans | ((long) valid << VALID) | (1L << ACTIVE_DAYS);
    }

    static int scans(long activity) {
        return (int) (activity & COUNT);
    }

    static int valid(long activity) {
        return (int) ((activity >>> VALID) & COUNT);
    }

    static int activeDays(long activity) {
        return (int) (activity >>> ACTIVE_DAYS);
    }

    static int missionsAssigned(int missions) {
        return missions >>> ASSIGNED;
    }

    static int missionsCompleted(int missions) {
        return missions & MISSIONS;
    }
}
