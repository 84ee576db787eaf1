package io.agentflux.sandbox.health;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.MetricSignal;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.experiment.HealthLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** A rule about the health of an experiment. A pure function: the same vitals always give the same findings. */
@FunctionalInterface
interface HealthRule {

    /** An agent need not propose more often than it may change something. */
    int IDLE_INTERVALS = 3;

    /** What an interval counts as that is shorter; 0 is that of an agent which does not wait between observations. */
    Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

    /** So many standard errors are exceeded by chance one time in twenty, in one direction. */
    double ONE_SIDED_FIVE_PERCENT = 1.645;

    /** What is not as it should be. */
    List<Finding> check(Vitals vitals);

    /** Every rule, with the lines drawn by these limits. */
    static List<HealthRule> all(HealthLimits limits) {
        return List.of(
                heartbeatTimeout(limits.heartbeatIntervals()),
                retentionCliff(limits.retentionFloor()),
                degradation(limits.mostDegraded()),
                rejectionStreak(limits.mostStrikes()),
                alwaysCutBack(limits.mostCutBack()),
                idle(limits.idleDays()),
                converging(limits.alikeWithin()));
    }

    private static HealthRule forEachVariant(BiFunction<Vitals, Vitals.Variant, Optional<Finding>> rule) {
        return vitals -> vitals.variants().stream()
                .flatMap(variant -> rule.apply(vitals, variant).stream())
                .toList();
    }

    /**
     * An agent that has sent a heartbeat is heard of again within some of its own intervals, by a heartbeat or any other
     * request. One that never sent a heartbeat is not watched. An interval shorter than a second counts as one.
     *
     * @param intervals how many intervals it may be silent
     */
    static HealthRule heartbeatTimeout(int intervals) {
        return forEachVariant((vitals, variant) -> {
            Instant lastHeard = variant.lastHeard();
            Duration pollInterval = variant.pollInterval();
            if (lastHeard == null || pollInterval == null) {
                return Optional.empty();
            }
            Duration interval = pollInterval.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : pollInterval;
            Duration limit = interval.multipliedBy(intervals);
            Duration silence = Duration.between(later(lastHeard, vitals.watchedSince()), vitals.now());
            if (silence.compareTo(limit) <= 0) {
                return Optional.empty();
            }
            return Optional.of(new Finding(
                    EventType.HEARTBEAT_TIMEOUT,
                    variant.id(),
                    lastHeard.toString(),
                    "the agent of '" + variant.name() + "' was last heard of at " + lastHeard,
                    intervals + " times its interval of " + seconds(interval) + " = " + seconds(limit),
                    "See whether it still runs and reaches the arena; the variant keeps its economy meanwhile."));
        });
    }

    /**
     * The share of a variant's people that is left does not fall below a floor. Fewer people than a signal needs to be trusted
     * prove nothing.
     *
     * @param floor the share, from 0 to 1
     */
    static HealthRule retentionCliff(double floor) {
        return forEachVariant((vitals, variant) -> {
            MetricSignal retention = variant.retention();
            if (retention == null || !retention.isTrusted() || retention.value() >= floor) {
                return Optional.empty();
            }
            return Optional.of(new Finding(
                    EventType.RETENTION_CLIFF,
                    variant.id(),
                    null,
                    String.format(
                            Locale.ROOT,
                            "RETENTION_RATE of '%s' is %.1f %% of %d people",
                            variant.name(),
                            100 * retention.value(),
                            retention.sampleSize()),
                    String.format(Locale.ROOT, "%.1f %%", 100 * floor),
                    "Look at what the agent changed last; release the freeze when it may act again."));
        });
    }

    /**
     * The primary metric does not fall after an update, compared with what had been measured when it was accepted. As far as the
     * control falls meanwhile, the update is not to blame: weekends, seasons, and people who come less often than on the day that
     * enrolled them lower a metric too. A fall counts if chance alone makes one so large less often than one time in twenty, were
     * the people of both times different ones.
     *
     * @param share how far it may fall, as a share of what it was; 0 means that nothing is watched
     */
    static HealthRule degradation(double share) {
        return forEachVariant((vitals, variant) -> {
            Vitals.Change change = variant.change();
            if (share == 0 || change == null || !isFall(change.own(), change.control(), share)) {
                return Optional.empty();
            }
            return Optional.of(new Finding(
                    EventType.DEGRADATION,
                    variant.id(),
                    change.at().toString(),
                    String.format(
                            Locale.ROOT,
                            "%s of '%s' fell from %.3f to %.3f since its update of %s, that of the control went from"
                                    + " %.3f to %.3f",
                            change.metric(),
                            variant.name(),
                            change.own().before().value(),
                            change.own().now().value(),
                            change.at(),
                            change.control().before().value(),
                            change.control().now().value()),
                    String.format(Locale.ROOT, "a fall of %.1f %% beyond that of the control", 100 * share),
                    "Look at what the update changed; release the freeze when the agent may act again."));
        });
    }

    private static boolean isFall(Vitals.Course own, Vitals.Course control, double share) {
        if (!own.isTrusted() || !control.isTrusted()) {
            return false;
        }
        double fall = Math.min(1, control.ratio()) - own.ratio();
        return fall > share && fall > ONE_SIDED_FIVE_PERCENT * Math.sqrt(own.squaredError() + control.squaredError());
    }

    /**
     * An agent waits until it may act, and names what it wants to change.
     *
     * @param updates how many updates in a row may be refused for this; 0 means that nothing is watched
     */
    static HealthRule rejectionStreak(int updates) {
        return forEachVariant((vitals, variant) -> updates == 0 || variant.strikes() < updates
                ? Optional.empty()
                : Optional.of(new Finding(
                        EventType.REJECTION_STREAK,
                        variant.id(),
                        null,
                        "the last " + variant.strikes() + " updates of '" + variant.name()
                                + "' were too early or named no parameter",
                        "fewer than " + updates + " in a row",
                        "The agent does not heed the answers; look at its code, then release the freeze.")));
    }

    /**
     * An agent is not cut back to the permitted step again and again.
     *
     * @param updates how many accepted updates in a row, all cut back, are too many
     */
    static HealthRule alwaysCutBack(int updates) {
        return forEachVariant((vitals, variant) -> variant.cutBack() < updates
                ? Optional.empty()
                : Optional.of(new Finding(
                        EventType.ANOMALY,
                        variant.id(),
                        String.valueOf(variant.cutBackSince()),
                        "the last " + variant.cutBack() + " accepted updates of '" + variant.name()
                                + "' were all cut back to the permitted step",
                        "fewer than " + updates + " in a row",
                        "The agent asks for more than it may have, often by mistake; look at its reasoning.")));
    }

    /**
     * An agent decides something, be it refused, at least once in some days of the people; where these are short, at least once
     * in three of its update intervals.
     *
     * @param days how many days it may let pass
     */
    static HealthRule idle(int days) {
        return forEachVariant((vitals, variant) -> {
            Duration byDays = vitals.dayLength().multipliedBy(days);
            Duration byInterval = variant.updateInterval().multipliedBy(IDLE_INTERVALS);
            Duration limit = byDays.compareTo(byInterval) < 0 ? byInterval : byDays;
            Instant lastDecision = variant.lastDecision();
            Instant since = lastDecision == null ? vitals.watchedSince() : later(lastDecision, vitals.watchedSince());
            Duration pause = Duration.between(since, vitals.now());
            if (!variant.hasAgent() || pause.compareTo(limit) < 0) {
                return Optional.empty();
            }
            return Optional.of(
                    new Finding(
                            EventType.IDLE,
                            variant.id(),
                            lastDecision == null ? "no decision yet" : lastDecision.toString(),
                            lastDecision == null
                                    ? "the agent of '" + variant.name() + "' has not decided anything yet"
                                    : "the agent of '" + variant.name() + "' last decided something at " + lastDecision,
                            (limit.equals(byDays)
                                            ? days + " day(s) of the people = "
                                            : IDLE_INTERVALS + " update intervals = ")
                                    + seconds(limit),
                            "Its conditions for acting may never come true; let it act on medium confidence or after some time."));
        });
    }

    /**
     * The variants with agents differ. They are much the same if there are at least two, one has been changed at least, and each
     * parameter of one is within a tolerance of that of any other.
     *
     * @param tolerance the greatest difference that counts as none, as a share of the larger value
     */
    static HealthRule converging(double tolerance) {
        return vitals -> {
            List<Vitals.Variant> agents =
                    vitals.variants().stream().filter(Vitals.Variant::hasAgent).toList();
            boolean isAlike = agents.size() >= 2
                    && agents.stream().anyMatch(Vitals.Variant::hasChanged)
                    && agents.stream().allMatch(one -> agents.stream()
                            .allMatch(other -> areAlike(one.economy(), other.economy(), tolerance)));
            if (!isAlike) {
                return List.of();
            }
            return List.of(new Finding(
                    EventType.CONVERGING,
                    null,
                    null,
                    agents.stream().map(variant -> "'" + variant.name() + "'").collect(Collectors.joining(", "))
                            + " pay nearly the same",
                    String.format(Locale.ROOT, "%.0f %% apart in one parameter at least", 100 * tolerance),
                    "They can no longer be told apart; let them start differently or pursue different goals."));
        };
    }

    private static boolean areAlike(Economy one, Economy other, double tolerance) {
        for (EconomyParameter parameter : EconomyParameter.values()) {
            double a = one.value(parameter);
            double b = other.value(parameter);
            if (Math.abs(a - b) > tolerance * Math.max(a, b)) {
                return false;
            }
        }
        return true;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }
}
