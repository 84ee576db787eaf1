package io.agentflux.sandbox.population;

import io.agentflux.arena.Metric;
import java.util.List;

/**
 * The six metrics of all people over some days, from totals alone. All are over the enrolled, whether active or not:
 * to look at the active only would select people by what was done to them.
 *
 * @param scanFrequency counted scans per person and day
 * @param xpVelocity points per person and day
 * @param retentionRate mean over days of the share active within seven days
 * @param missionCompletion missions completed per mission assigned
 * @param streakLength mean streak over people and days
 * @param feedbackQuality valid feedback and issue reports per counted scan
 * @param usefulness hidden usefulness per person and day, for the judge only
 */
public record MetricMeans(
        double scanFrequency,
        double xpVelocity,
        double retentionRate,
        double missionCompletion,
        double streakLength,
        double feedbackQuality,
        double usefulness) {

    /** The metrics over the days of the totals; 0 where nobody is behind a metric. */
    public static MetricMeans of(List<DayTotals> days) {
        double personDays = 0;
        double scans = 0;
        double pointTenths = 0;
        double activeThisWeek = 0;
        double streakDays = 0;
        double valid = 0;
        double assigned = 0;
        double completed = 0;
        double useful = 0;
        for (DayTotals day : days) {
            personDays += day.enrolled();
            scans += day.scans();
            pointTenths += day.pointTenths();
            activeThisWeek += day.activeThisWeek();
            streakDays += day.streakDays();
            valid += day.validFeedback();
            assigned += day.missionsAssigned();
            completed += day.missionsCompleted();
            useful += day.usefulThousandths();
        }
        return new MetricMeans(
                ratio(scans, personDays),
                ratio(pointTenths / 10, personDays),
                ratio(activeThisWeek, personDays),
                ratio(completed, assigned),
                ratio(streakDays, personDays),
                ratio(valid, scans),
                ratio(useful / 1000, personDays));
    }

    /** The value of one metric. */
    public double value(Metric metric) {
        return switch (metric) {
            case SCAN_FREQUENCY -> scanFrequency;
            case XP_VELOCITY -> xpVelocity;
            case RETENTION_RATE -> retentionRate;
            case MISSION_COMPLETION -> missionCompletion;
            case STREAK_LENGTH -> streakLength;
            case FEEDBACK_QUALITY -> feedbackQuality;
        };
    }

    private static double ratio(double numerator, double denominator) {
        return denominator > 0 ? numerator / denominator : 0;
    }
}
