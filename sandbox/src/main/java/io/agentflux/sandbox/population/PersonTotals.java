package io.agentflux.sandbox.population;

import org.jspecify.annotations.Nullable;

/**
 * What one person has done since the experiment began.
 *
 * @param person the person's id
 * @param pointTenths points, in tenths
 * @param scans counted scans
 * @param written valid feedback and issue reports: those that say something
 * @param activeDays days with activity
 * @param missions missions completed
 * @param streak the streak that the next day continues: active days in a row up to today, or up to yesterday if nothing was done
 *     today
 * @param streakFreezes streak freezes in stock; null if it is not known
 * @param activeToday whether anything was done today; of simulated people, on the last day that they lived
 * @param mission what is asked for this week, null if it is not known
 * @param referredBy the id of the person who brought this one, null if nobody did
 */
public record PersonTotals(
        String person,
        long pointTenths,
        int scans,
        int written,
        int activeDays,
        int missions,
        int streak,
        @Nullable Integer streakFreezes,
        boolean activeToday,
        @Nullable CurrentMission mission,
        @Nullable String referredBy) {

    /**
     * The mission of the week.
     *
     * @param kind what to do
     * @param target how often
     * @param done how often it was done this week, which may be more
     */
    public record CurrentMission(ActivityKind kind, int target, int done) {}
}
