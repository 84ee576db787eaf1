package io.agentflux.sandbox.progress;

import io.agentflux.sandbox.population.PeopleSnapshot;
import io.agentflux.sandbox.population.PersonTotals;
import io.agentflux.sandbox.population.Roster;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * Where the people of one variant stand. What cannot be seen in a person as they are now, such as the longest streak and the
 * ranks of weeks that are over, is noted each evening. May be read on any thread.
 */
public final class ProgressBoard {

    private static final int DAYS_PER_WEEK = 7;

    private final Roster roster;
    private final PeopleSnapshot start;
    private volatile Honours honours;

    /** What is known of evenings that are over, by person; never changes. */
    private static final class Honours {

        /** Tenths of a point that the person had when the week began. */
        private final long[] weekStart;

        private final int[] longestStreak;

        /** The best rank at the end of a week, 0 for none. */
        private final int[] bestWeek;

        Honours(long[] weekStart, int[] longestStreak, int[] bestWeek) {
            this.weekStart = weekStart;
            this.longestStreak = longestStreak;
            this.bestWeek = bestWeek;
        }
    }

    /**
     * The board of a variant whose experiment is about to begin.
     *
     * @param roster the people, counted from the same moment
     * @param start everybody at that moment
     */
    public ProgressBoard(Roster roster, PeopleSnapshot start) {
        this.roster = roster;
        this.start = start;
        int people = start.people();
        honours = new Honours(new long[people], new int[people], new int[people]);
    }

    /**
     * Takes note of the day that is just over. For one thread at a time.
     *
     * @param evening everybody at the end of that day
     */
    public void recordDay(PeopleSnapshot evening) {
        Honours before = honours;
        int people = evening.people();
        long[] points = new long[people];
        int[] longestStreak = Arrays.copyOf(before.longestStreak, people);
        for (int person = 0; person < people; person++) {
            points[person] = evening.pointTenths(person) - (person < start.people() ? start.pointTenths(person) : 0);
            longestStreak[person] = Math.max(longestStreak[person], evening.streak(person));
        }
        boolean isWeekOver = (evening.day() + 1) % DAYS_PER_WEEK == 0;
        honours = isWeekOver
                ? new Honours(points, longestStreak, ranked(before, points))
                : new Honours(before.weekStart, longestStreak, before.bestWeek);
    }

    private static int[] ranked(Honours before, long[] points) {
        long[] earned = new long[points.length];
        for (int person = 0; person < points.length; person++) {
            earned[person] = points[person] - at(before.weekStart, person);
        }
        long[] ascending = earned.clone();
        Arrays.sort(ascending);
        int[] best = Arrays.copyOf(before.bestWeek, points.length);
        for (int person = 0; person < points.length; person++) {
            if (earned[person] > 0) {
                int rank = 1 + ascending.length - firstAbove(ascending, earned[person]);
                best[person] = best[person] == 0 ? rank : Math.min(best[person], rank);
            }
        }
        return best;
    }

    /** The index of the first value above this one. */
    private static int firstAbove(long[] ascending, long value) {
        int from = 0;
        int until = ascending.length;
        while (from < until) {
            int middle = (from + until) >>> 1;
            if (ascending[middle] > value) {
                until = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    private static long at(long[] values, int person) {
        return person < values.length ? values[person] : 0;
    }

    private static int at(int[] values, int person) {
        return person < values.length ? values[person] : 0;
    }

    /** Where somebody stands, or nothing if there is no such person here. */
    public Optional<Progress> find(String person) {
        return roster.indexOf(person).stream().mapToObj(this::of).findFirst();
    }

    /** How many people there are. */
    public int people() {
        return roster.people();
    }

    /** Where everybody stands. Of many people, ask for {@link #points} first. */
    public List<Progress> everybody() {
        return IntStream.range(0, roster.people()).mapToObj(this::of).toList();
    }

    /** Everybody's points in tenths, by index: cheap, for those who look at everybody to find a few. */
    IntToLongFunction points(Leaderboard.Period period) {
        long[] weekStart = honours.weekStart;
        return switch (period) {
            case TOTAL -> roster::pointTenths;
            case WEEK -> person -> roster.pointTenths(person) - at(weekStart, person);
        };
    }

    /** The id of somebody, by index. */
    String id(int person) {
        return roster.id(person);
    }

    /** Where somebody stands, by index. */
    Progress of(int person) {
        Honours now = honours;
        PersonTotals totals = roster.totals(person);
        return new Progress(
                totals,
                totals.pointTenths() - at(now.weekStart, person),
                Math.max(at(now.longestStreak, person), totals.streak()),
                at(now.bestWeek, person));
    }
}
