package io.agentflux.sandbox.population;

/**
 * What a real person is asked for in one week: five in ten to scan, three in ten to give feedback, two in ten to report a
 * status, picked by person and week.
 */
enum WeeklyMission {
    SCANS(ActivityKind.SCAN, 5),
    FEEDBACK(ActivityKind.FEEDBACK, 2),
    STATUS(ActivityKind.STATUS, 1);

    /** Points for completing one, whatever the economy. */
    static final double POINTS = 50;

    private final ActivityKind kind;
    private final int target;

    WeeklyMission(ActivityKind kind, int target) {
        this.kind = kind;
        this.target = target;
    }

    static WeeklyMission of(long personKey, int week) {
        long tenth = (RandomWords.mix(personKey + RandomWords.dayOffset(week) + RandomWords.MISSION) >>> 33) % 10;
        return tenth < 5 ? SCANS : tenth < 8 ? FEEDBACK : STATUS;
    }

    ActivityKind kind() {
        return kind;
    }

    int target() {
        return target;
    }
}
