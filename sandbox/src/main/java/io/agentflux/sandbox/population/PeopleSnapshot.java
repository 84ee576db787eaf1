package io.agentflux.sandbox.population;

/**
 * What each person of a population has done from being created to the end of a day. Two snapshots of one population
 * tell what was done between them. Not changed after it is made.
 */
public final class PeopleSnapshot {

    private final int day;
    private final long[] activity;
    private final long[] pointTenths;
    private final int[] missions;
    private final short[] streak;
    private final boolean[] activeThisWeek;

    PeopleSnapshot(
            int day, long[] activity, long[] pointTenths, int[] missions, short[] streak, boolean[] activeThisWeek) {
        this.day = day;
        this.activity = activity;
        this.pointTenths = pointTenths;
        this.missions = missions;
        this.streak = streak;
        this.activeThisWeek = activeThisWeek;
    }

    static PeopleSnapshot of(Iterable<PersonBlock> blocks, int people, int day) {
        long[] activity = new long[people];
        long[] pointTenths = new long[people];
        int[] missions = new int[people];
        short[] streak = new short[people];
        boolean[] activeThisWeek = new boolean[people];
        int first = 0;
        for (PersonBlock block : blocks) {
            System.arraycopy(block.activity, 0, activity, first, block.size());
            System.arraycopy(block.pointTenths, 0, pointTenths, first, block.size());
            System.arraycopy(block.missions, 0, missions, first, block.size());
            for (int i = 0; i < block.size(); i++) {
                streak[first + i] = (short) Math.min(Short.MAX_VALUE, (int) block.streak[i]);
                activeThisWeek[first + i] = block.activeThisWeek(i, day);
            }
            first += block.size();
        }
        return new PeopleSnapshot(day, activity, pointTenths, missions, streak, activeThisWeek);
    }

    /** The day at whose end this was so. */
    public int day() {
        return day;
    }

    /** How many people there were. */
    public int people() {
        return activity.length;
    }

    /** Counted scans so far. */
    public int scans(int person) {
        return PersonCounters.scans(activity[person]);
    }

    /** Genuine feedback and genuine issue reports so far. */
    public int validFeedback(int person) {
        return PersonCounters.valid(activity[person]);
    }

    /** Days on which the person opened the app. */
    public int activeDays(int person) {
        return PersonCounters.activeDays(activity[person]);
    }

    /** Points earned so far, in tenths of a point. */
    public long pointTenths(int person) {
        return pointTenths[person];
    }

    /** Missions handed out so far. */
    public int missionsAssigned(int person) {
        return PersonCounters.missionsAssigned(missions[person]);
    }

    /** Missions completed so far. */
    public int missionsCompleted(int person) {
        return PersonCounters.missionsCompleted(missions[person]);
    }

    /** Length of the current streak, in days. */
    public int streak(int person) {
        return streak[person];
    }

    /** Whether the person was active within the last seven days. */
    public boolean activeThisWeek(int person) {
        return activeThisWeek[person];
    }
}
