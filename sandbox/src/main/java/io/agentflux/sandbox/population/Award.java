package io.agentflux.sandbox.population;

/**
 * The points for one thing that a person did, by what they are for.
 *
 * @param withinCap whether it is within the daily cap, if there is one for its kind
 * @param activity for the scan, feedback, report or photo itself; 0 beyond its daily cap
 * @param firstScanOfDay for the first scan of the day
 * @param streak for the days in a row before today, with the first activity of the day
 * @param mission for completing the mission of the week
 */
public record Award(boolean withinCap, double activity, double firstScanOfDay, double streak, double mission) {

    /** All of it. */
    public double total() {
        return activity + firstScanOfDay + streak + mission;
    }

    /** This award, of which no more than so many points are paid: first the activity, then the others in their order. */
    Award cutTo(double most) {
        double left = most;
        double forActivity = Math.min(activity, left);
        left -= forActivity;
        double forFirstScan = Math.min(firstScanOfDay, left);
        left -= forFirstScan;
        double forStreak = Math.min(streak, left);
        left -= forStreak;
        return new Award(withinCap, forActivity, forFirstScan, forStreak, Math.min(mission, left));
    }
}
