package io.agentflux.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a scenario differs from the one it extends, beside its constants. What is empty is as there.
 *
 * @param drawn constants that are drawn anew for each world, by name
 * @param segments what differs in kinds of people: by the name of the kind and the name of what differs
 * @param burnInDays days under the default economy before the first day
 * @param arrivalsPerDay newcomers of each day as a share of the people at the start
 * @param sites how many sites people belong to
 * @param isLeaderboardShared whether people see how many of all variants' people are active, not only of their own
 * @param events everything that happens on its own
 */
public record ScenarioChanges(
        Map<String, DrawnConstant> drawn,
        Map<String, Map<String, Double>> segments,
        Optional<Integer> burnInDays,
        Optional<Double> arrivalsPerDay,
        Optional<Integer> sites,
        boolean isLeaderboardShared,
        Optional<List<EventSpec>> events) {

    static final Range BURN_IN_DAYS = Range.whole(0, 365, "days");
    static final Range ARRIVALS_PER_DAY = Range.of(0, 1, "people per day and person at the start");
    static final Range SITES = Range.whole(1, 1_000_000, "sites");

    private static final ScenarioChanges NONE = new ScenarioChanges(
            Map.of(), Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());

    /** Refuses values outside their ranges; copies the collections, maps in alphabetical order. */
    public ScenarioChanges {
        drawn = Collections.unmodifiableMap(new TreeMap<>(drawn));
        Map<String, Map<String, Double>> sorted = new TreeMap<>();
        segments.forEach(
                (segment, changes) -> sorted.put(segment, Collections.unmodifiableMap(new TreeMap<>(changes))));
        segments = Collections.unmodifiableMap(sorted);
        events = events.map(List::copyOf);
        burnInDays.ifPresent(days -> BURN_IN_DAYS.require("burn-in-days", days));
        arrivalsPerDay.ifPresent(share -> ARRIVALS_PER_DAY.require("arrivals-per-day", share));
        sites.ifPresent(number -> SITES.require("sites", number));
    }

    /** No difference. */
    public static ScenarioChanges none() {
        return NONE;
    }

    /**
     * A constant that has another value in each world, every value of a range being as likely.
     *
     * @param from the smallest value
     * @param to the largest value
     */
    public record DrawnConstant(double from, double to) {

        /** Refuses an empty range. */
        public DrawnConstant {
            if (!(from <= to)) {
                throw new IllegalArgumentException(backwards(from, to));
            }
        }

        static String backwards(double from, double to) {
            return "'from' is " + CanonicalJson.number(from) + " and 'to' is " + CanonicalJson.number(to)
                    + "; give the smaller one first";
        }
    }
}
