package io.agentflux.sandbox.experiment;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the lines are drawn for the health of an experiment.
 *
 * @param heartbeatIntervals how many of its own intervals an agent may be silent
 * @param retentionFloor the share of a variant's people below which it is frozen, from 0, which never happens, to 1
 * @param releaseAfter how long such a freeze lasts at least before it ends by itself, once the share is above the floor again;
 *     null if only a person ends it
 * @param revert whether such a variant is taken back to the economy that it started with as well
 * @param mostCutBack how many accepted updates in a row, all cut back to the permitted step, are an anomaly
 * @param idleDays how many days of the people an agent may let pass without deciding anything
 * @param alikeWithin how far economies may be apart and still count as alike, as a share of the larger value
 * @param mostDegraded the share by which the primary metric may fall since a variant's last accepted update, beyond what that of
 *     the control falls and by more than chance explains, before the variant is frozen; 0 means that it never is
 * @param mostStrikes how many updates in a row may be refused because they were too early or named no parameter before the
 *     variant is frozen; 0 means that it never is
 */
public record HealthLimits(
        int heartbeatIntervals,
        double retentionFloor,
        @Nullable Duration releaseAfter,
        boolean revert,
        int mostCutBack,
        int idleDays,
        double alikeWithin,
        double mostDegraded,
        int mostStrikes) {

    /** Refuses lines that cannot be drawn. */
    public HealthLimits {
        if (heartbeatIntervals < 1 || mostCutBack < 1 || idleDays < 1) {
            throw new IllegalArgumentException("heartbeatIntervals=" + heartbeatIntervals + ", mostCutBack="
                    + mostCutBack + ", idleDays=" + idleDays + "; give at least 1 of each");
        }
        if (!(retentionFloor >= 0 && retentionFloor <= 1) || !(alikeWithin >= 0 && alikeWithin < 1)) {
            throw new IllegalArgumentException(
                    "retentionFloor=" + retentionFloor + ", alikeWithin=" + alikeWithin + "; give shares from 0 to 1");
        }
        if (!(mostDegraded >= 0 && mostDegraded < 1) || mostStrikes < 0) {
            throw new IllegalArgumentException("mostDegraded=" + mostDegraded + ", mostStrikes=" + mostStrikes
                    + "; give a share from 0 to 1 and a number of updates, or 0 for never");
        }
        if (releaseAfter != null && (releaseAfter.isNegative() || releaseAfter.isZero())) {
            throw new IllegalArgumentException(
                    "releaseAfter is " + releaseAfter + "; give a duration above zero, or null for never");
        }
    }

    /** Three intervals, a floor of 30 % with freezes that only a person ends, four updates, one day, 2 %; nothing else freezes. */
    public static HealthLimits ofDefaults() {
        return new HealthLimits(3, 0.3, null, false, 4, 1, 0.02, 0, 0);
    }

    /** These limits with another floor. */
    public HealthLimits retentionFloor(double share) {
        return new HealthLimits(
                heartbeatIntervals,
                share,
                releaseAfter,
                revert,
                mostCutBack,
                idleDays,
                alikeWithin,
                mostDegraded,
                mostStrikes);
    }

    /** These limits with freezes that end by themselves. */
    public HealthLimits releaseAfter(@Nullable Duration least) {
        return new HealthLimits(
                heartbeatIntervals,
                retentionFloor,
                least,
                revert,
                mostCutBack,
                idleDays,
                alikeWithin,
                mostDegraded,
                mostStrikes);
    }

    /** These limits with variants that are taken back to where they started when they are frozen. */
    public HealthLimits revert(boolean revert) {
        return new HealthLimits(
                heartbeatIntervals,
                retentionFloor,
                releaseAfter,
                revert,
                mostCutBack,
                idleDays,
                alikeWithin,
                mostDegraded,
                mostStrikes);
    }

    /** These limits with two more causes of a freeze: a primary metric that falls, and updates that are refused in a row. */
    public HealthLimits freezingWhen(double mostDegraded, int mostStrikes) {
        return new HealthLimits(
                heartbeatIntervals,
                retentionFloor,
                releaseAfter,
                revert,
                mostCutBack,
                idleDays,
                alikeWithin,
                mostDegraded,
                mostStrikes);
    }
}
