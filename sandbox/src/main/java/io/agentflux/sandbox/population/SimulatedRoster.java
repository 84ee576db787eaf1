package io.agentflux.sandbox.population;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Simulated people one by one, as they were on the last evening that was recorded. Their ids are the numbers that they have in
 * their world.
 */
public final class SimulatedRoster implements Roster {

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private final PeopleSnapshot start;
    private volatile Evening evening;

    /** What is known on an evening; never changes. */
    private static final class Evening {

        private final PeopleSnapshot before;
        private final PeopleSnapshot last;
        private final long[] ids;

        Evening(PeopleSnapshot before, PeopleSnapshot last, long[] ids) {
            this.before = before;
            this.last = last;
            this.ids = ids;
        }
    }

    /**
     * A roster that counts from now on.
     *
     * @param population the people, before the first day that counts
     */
    public SimulatedRoster(SimulatedPopulation population) {
        this.start = population.snapshot();
        this.evening = new Evening(start, start, population.personIds());
    }

    /**
     * Takes note of the day that was just played. For the thread that plays.
     *
     * @param population the people
     */
    public void recordDay(SimulatedPopulation population) {
        PeopleSnapshot last = population.snapshot();
        Evening yesterday = evening;
        long[] ids = last.people() == yesterday.ids.length ? yesterday.ids : population.personIds();
        evening = new Evening(yesterday.last, last, ids);
    }

    @Override
    public int people() {
        return evening.ids.length;
    }

    @Override
    public PersonTotals totals(int person) {
        Evening now = evening;
        PeopleSnapshot last = now.last;
        boolean wasThere = person < start.people();
        int daysBefore = person < now.before.people() ? now.before.activeDays(person) : 0;
        return new PersonTotals(
                Long.toString(now.ids[person]),
                pointTenths(last, person),
                last.scans(person) - (wasThere ? start.scans(person) : 0),
                last.validFeedback(person) - (wasThere ? start.validFeedback(person) : 0),
                last.activeDays(person) - (wasThere ? start.activeDays(person) : 0),
                last.missionsCompleted(person) - (wasThere ? start.missionsCompleted(person) : 0),
                last.streak(person),
                null,
                last.activeDays(person) > daysBefore,
                null,
                null);
    }

    @Override
    public String id(int person) {
        return Long.toString(evening.ids[person]);
    }

    @Override
    public long pointTenths(int person) {
        return pointTenths(evening.last, person);
    }

    private long pointTenths(PeopleSnapshot last, int person) {
        return last.pointTenths(person) - (person < start.people() ? start.pointTenths(person) : 0);
    }

    @Override
    public OptionalInt indexOf(String id) {
        if (!NUMBER.matcher(id).matches()) {
            return OptionalInt.empty();
        }
        long wanted = Long.parseLong(id);
        long[] ids = evening.ids;
        for (int person = 0; person < ids.length; person++) {
            if (ids[person] == wanted) {
                return OptionalInt.of(person);
            }
        }
        return OptionalInt.empty();
    }
}
