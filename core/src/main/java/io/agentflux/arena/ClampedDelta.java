package io.agentflux.arena;

/**
 * How a requested value was cut back to the permitted step.
 *
 * @param previous the value in force before
 * @param requested what was asked for
 * @param applied what is in force now
 * @param deltaPercent the applied change in percent of the previous value; of the applied value where the previous one is 0
 * @param baseline the value that the permitted step is measured from
 * @param maxDelta the permitted step, in the unit of the parameter
 */
public record ClampedDelta(
        double previous, double requested, double applied, double deltaPercent, double baseline, double maxDelta) {

    /** A cut whose change in percent follows from the previous and the applied value. */
    public static ClampedDelta of(double previous, double requested, double applied, double baseline, double maxDelta) {
        double deltaPercent = previous == 0 ? 100 * Math.signum(applied) : 100 * (applied - previous) / previous;
        return new ClampedDelta(previous, requested, applied, deltaPercent, baseline, maxDelta);
    }

    /** This cut with another value applied. */
    public ClampedDelta withApplied(double applied) {
        return of(previous, requested, applied, baseline, maxDelta);
    }
}
