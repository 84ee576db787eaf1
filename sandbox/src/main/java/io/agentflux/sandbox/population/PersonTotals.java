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
        @Nullable String referredBy) {}
