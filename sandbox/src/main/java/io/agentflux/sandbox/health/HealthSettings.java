package io.agentflux.sandbox.health;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the rules about the health of experiments draw their lines.
 *
 * @param heartbeatIntervals how many of its own intervals an agent may be silent
 * @param retentionFloor the share of a variant's people below which it is frozen, from 0, which never happens, to 1
 * @param releaseAfter how long such a freeze lasts at least before it ends by itself, once the share is above the floor again;
 *     null if only a person ends it
 * @param mostCutBack how many accepted updates in a row, all cut back to the permitted step, are an anomaly
 * @param idleDays how many days of the people an agent may let pass without deciding anything
 * @param alikeWithin how far economies may be apart and still count as alike, as a share of the larger value
 */
public record HealthSettings(
        int heartbeatIntervals,
        double retentionFloor,
        @Nullable Duration releaseAfter,
        int mostCutBack,
        int idleDays,
        double alikeWithin) {

    /** Refuses lines that cannot be drawn. */
    public HealthSettings {
        if (heartbeatIntervals < 1 || mostCutBack < 1 || idleDays < 1) {
            throw new IllegalArgumentException("heartbeatIntervals=" + heartbeatIntervals + ", mostCutBack="
                    + mostCutBack + ", idleDays=" + idleDays + "; give at least 1 of each");
        }
        if (!(retentionFloor >= 0 && retentionFloor <= 1) || !(alikeWithin >= 0 && alikeWithin < 1)) {
            throw new IllegalArgumentException(
                    "retentionFloor=" + retentionFloor + ", alikeWithin=" + alikeWithin + "; give shares from 0 to 1");
        }
        if (releaseAfter != null && (releaseAfter.isNegative() || releaseAfter.isZero())) {
            throw new IllegalArgumentException(
                    "releaseAfter is " + releaseAfter + "; give a duration above zero, or null for never");
        }
    }

    /** Three intervals, a floor of 30 % with freezes that only a person ends, four updates, one day, 2 %. */
    public static HealthSettings ofDefaults() {
        return new HealthSettings(3, 0.3, null, 4, 1, 0.02);
    }

    /** These settings with another floor. */
    public HealthSettings retentionFloor(double share) {
        return new HealthSettings(heartbeatIntervals, share, releaseAfter, mostCutBack, idleDays, alikeWithin);
    }

    /** These settings with freezes that end by themselves. */
    public HealthSettings releaseAfter(@Nullable Duration least) {
        return new HealthSettings(heartbeatIntervals, retentionFloor, least, mostCutBack, idleDays, alikeWithin);
    }

    List<HealthRule> rules() {
        return List.of(
                HealthRule.heartbeatTimeout(heartbeatIntervals),
                HealthRule.retentionCliff(retentionFloor),
                HealthRule.alwaysCutBack(mostCutBack),
                HealthRule.idle(idleDays),
                HealthRule.converging(alikeWithin));
    }
}
