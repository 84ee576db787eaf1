package io.agentflux.sandbox.metrics;

import io.agentflux.sandbox.population.PeopleSnapshot;
import java.util.Arrays;

/**
 * What extra metrics are made from, as of one evening: on which of the last {@value #MOST_DAYS} days each person was active, and
 * what everybody has done since the experiment began. Never changes, so it may be read on any thread.
 */
public final class RecentActivity {

    /** How many days are remembered; a bit for each fits into an {@code int}. */
    public static final int MOST_DAYS = 30;

    private final PeopleSnapshot start;
    private final PeopleSnapshot last;
    private final int days;

    /** Bit {@code n} tells whether the person was active {@code n} days before the last one. */
    private final int[] active;

    private RecentActivity(PeopleSnapshot start, PeopleSnapshot last, int days, int[] active) {
        this.start = start;
        this.last = last;
        this.days = days;
        this.active = active;
    }

    /** Everybody before the first day of an experiment; what they did before that does not count. */
    static RecentActivity before(PeopleSnapshot start) {
        return new RecentActivity(start, start, 0, new int[start.people()]);
    }

    /** After one more day. */
    RecentActivity after(PeopleSnapshot evening) {
        int[] shifted = Arrays.copyOf(active, evening.people());
        for (int person = 0; person < shifted.length; person++) {
            int daysBefore = person < last.people() ? last.activeDays(person) : 0;
            shifted[person] = shifted[person] << 1 | (evening.activeDays(person) > daysBefore ? 1 : 0);
        }
        return new RecentActivity(start, evening, days + 1, shifted);
    }

    /** How many people are enrolled. */
    public int people() {
        return active.length;
    }

    /** How many days of the experiment are over; those that are remembered are {@value #MOST_DAYS} at most. */
    public int days() {
        return days;
    }

    /**
     * On how many of some days a person was active.
     *
     * @param skipped how many of the last days do not count, 0 for none
     * @param counted how many days before those count, no more than are remembered; days before the experiment are without activity
     */
    public int activeDays(int person, int skipped, int counted) {
        if (skipped < 0 || counted < 0 || skipped + counted > MOST_DAYS) {
            throw new IllegalArgumentException(counted + " days after the last " + skipped + " are asked for; "
                    + MOST_DAYS + " days are remembered");
        }
        return Integer.bitCount(active[person] >>> skipped & (1 << counted) - 1);
    }

    /** The points that a person has earned in this experiment, in tenths. */
    public long pointTenths(int person) {
        return last.pointTenths(person) - (person < start.people() ? start.pointTenths(person) : 0);
    }

    /** Everybody before the first day of the experiment, without those who came later. */
    public PeopleSnapshot start() {
        return start;
    }

    /** Everybody on this evening. */
    public PeopleSnapshot last() {
        return last;
    }
}
