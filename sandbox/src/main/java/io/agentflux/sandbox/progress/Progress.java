package io.agentflux.sandbox.progress;

import io.agentflux.sandbox.population.PersonTotals;
import java.util.Set;

/**
 * Where one person stands.
 *
 * @param totals what the person has done
 * @param weekPointTenths points since the week of the experiment began, in tenths
 * @param longestStreak the longest streak so far, in days
 * @param bestWeek the best rank in the variant at the end of a week, 0 if there is none
 */
public record Progress(PersonTotals totals, long weekPointTenths, int longestStreak, int bestWeek) {

    /** The level, from 1 to {@value Level#HIGHEST}. */
    public int level() {
        return Level.of(totals.pointTenths());
    }

    /** The badges, in the order in which they are declared. */
    public Set<Badge> badges() {
        return Badge.of(this);
    }
}
