package io.agentflux.sandbox.population;

import static io.agentflux.sandbox.population.BehaviourConstant.*;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;

/** An economy as the model uses it: plain numbers, caps as whole counts, and what people make of a scan. */
final class DayEconomy {

    /** The largest reward, in points; beyond it the sums of a large population would overflow. */
    static final double MOST_POINTS = 1e6;

    private static final int TENTHS = 10;

    /** Streaks are seldom longer, so their bonus is looked up. */
    private static final int LONGEST_USUAL_STREAK = 255;

    final double scan;
    final double feedback;
    final double issue;
    final double status;
    final double photo;
    final double firstScanOfDay;
    final double streakPerDay;
    final double streakCap;
    final int scanCap;
    final int feedbackCap;

    /** Points of a scan in the eyes of people: the scan itself and, discounted, what may come of it. */
    final float pointsPerScan;

    /** The first scan's bonus as people weigh it. */
    final float firstScanLump;

    // The ledger counts in tenths of a point
    final long scanTenths;
    final long feedbackTenths;
    final long issueTenths;
    final long statusTenths;
    final long photoTenths;
    final long firstScanTenths;
    final long missionTenths;
    private final long[] streakTenths = new long[LONGEST_USUAL_STREAK + 1];

    DayEconomy(BehaviourConstants constants, Economy economy) {
        scan = reward(economy, EconomyParameter.SCAN_XP);
        feedback = reward(economy, EconomyParameter.FEEDBACK_XP);
        issue = reward(economy, EconomyParameter.ISSUE_REPORT_XP);
        status = reward(economy, EconomyParameter.STATUS_REPORT_XP);
        photo = reward(economy, EconomyParameter.PHOTO_XP);
        firstScanOfDay = reward(economy, EconomyParameter.FIRST_SCAN_OF_DAY_XP);
        streakPerDay = reward(economy, EconomyParameter.STREAK_BONUS_PER_DAY);
        streakCap = reward(economy, EconomyParameter.STREAK_BONUS_CAP);
        scanCap = cap(economy, EconomyParameter.SCAN_DAILY_CAP);
        feedbackCap = cap(economy, EconomyParameter.FEEDBACK_DAILY_CAP);
        pointsPerScan = (float) worthOfScan(constants, economy);
        firstScanLump = (float) (constants.value(FIRST_SCAN_WEIGHT) * firstScanOfDay);
        scanTenths = tenths(scan);
        feedbackTenths = tenths(feedback);
        issueTenths = tenths(issue);
        statusTenths = tenths(status);
        photoTenths = tenths(photo);
        firstScanTenths = tenths(firstScanOfDay);
        missionTenths = tenths(constants.value(MISSION_POINTS));
        for (int days = 0; days <= LONGEST_USUAL_STREAK; days++) {
            streakTenths[days] = streakBonusTenths(days);
        }
    }

    /** The bonus for a streak of so many days before today. */
    long streakTenths(int days) {
        return days < streakTenths.length ? streakTenths[days] : streakBonusTenths(days);
    }

    private long streakBonusTenths(int days) {
        return tenths(Math.min(streakPerDay * days, streakCap));
    }

    /** What one scan is worth to people, in points. */
    static double worthOfScan(BehaviourConstants constants, Economy economy) {
        return economy.value(EconomyParameter.SCAN_XP)
                + .30 * economy.value(EconomyParameter.FEEDBACK_XP)
                + .05 * economy.value(EconomyParameter.ISSUE_REPORT_XP)
                + constants.value(STATUS_SALIENCE) * economy.value(EconomyParameter.STATUS_REPORT_XP)
                + .06 * economy.value(EconomyParameter.PHOTO_XP);
    }

    private static double reward(Economy economy, EconomyParameter parameter) {
        double points = economy.value(parameter);
        if (points > MOST_POINTS) {
            throw new IllegalArgumentException(parameter.wireName() + " is " + points
                    + "; simulated people are modelled up to " + MOST_POINTS + " points, lower it");
        }
        return points;
    }

    /** Counts end at what a person can do in a day, so a larger cap is no cap. */
    private static int cap(Economy economy, EconomyParameter parameter) {
        return (int) Math.min(NegativeBinomial.MOST, Math.round(economy.value(parameter)));
    }

    private static long tenths(double points) {
        return Math.round(TENTHS * points);
    }
}
