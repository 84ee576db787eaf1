package io.agentflux.sandbox.experiment;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.Decision;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.MetricSignal;
import io.agentflux.guardrail.Proposal;
import io.agentflux.sandbox.metrics.Headcount;
import io.agentflux.sandbox.metrics.MetricsEngine;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What changes while a variant lives; replaced as a whole.
 *
 * @param overrides what the variant sets differently from the tenant
 * @param economy the economy in force, fully resolved
 * @param economyOfDay the economy that the people live under today: that which was in force in the morning
 * @param lastAccepted when an update was last accepted, null if never
 * @param freeze why it takes no updates, null if it does; may be over
 * @param accepted updates accepted so far
 * @param rejected updates refused so far
 * @param conduct how its agent has acted
 * @param daysLived the number of whole days that its people have lived in this experiment
 * @param headcount who was there on the last evening
 * @param metrics what was measured on the last evening, by name
 * @param baseline what had been measured when an update was last accepted; nothing if none ever was
 */
public record VariantState(
        Map<EconomyParameter, Double> overrides,
        Economy economy,
        Economy economyOfDay,
        @Nullable Instant lastAccepted,
        Proposal.@Nullable Freeze freeze,
        int accepted,
        int rejected,
        Conduct conduct,
        int daysLived,
        Headcount headcount,
        Map<String, MetricSignal> metrics,
        Baseline baseline) {

    static VariantState startingWith(VariantSpec spec, Economy tenant, MetricsEngine people) {
        Economy economy = spec.startingEconomy(tenant);
        return new VariantState(
                spec.startingEconomy(),
                economy,
                economy,
                null,
                null,
                0,
                0,
                Conduct.NONE,
                0,
                people.headcount(),
                people.signalsByName(),
                Baseline.NONE);
    }

    VariantState after(Decision decision, Supplier<Economy> tenant, Map<String, MetricSignal> control) {
        ConfigResult result = decision.result();
        if (!result.accepted()) {
            return new VariantState(
                    overrides,
                    economy,
                    economyOfDay,
                    lastAccepted,
                    freeze,
                    accepted,
                    rejected + 1,
                    conduct.after(decision),
                    daysLived,
                    headcount,
                    metrics,
                    baseline);
        }
        Map<EconomyParameter, Double> changed = new EnumMap<>(EconomyParameter.class);
        changed.putAll(overrides);
        changed.putAll(EconomyParameter.known(result.appliedConfig()));
        return new VariantState(
                changed,
                tenant.get()
                        .with(changed)
                        .withExtra(economy.after(result.appliedConfig()).extra()),
                economyOfDay,
                decision.timestamp(),
                freeze,
                accepted + 1,
                rejected,
                conduct.after(decision),
                daysLived,
                headcount,
                metrics,
                new Baseline(metrics, control));
    }

    VariantState denied(String decisionId) {
        return with(freeze, conduct.denied(decisionId));
    }

    VariantState with(Proposal.@Nullable Freeze freeze) {
        return with(freeze, conduct);
    }

    private VariantState with(Proposal.@Nullable Freeze freeze, Conduct conduct) {
        return new VariantState(
                overrides,
                economy,
                economyOfDay,
                lastAccepted,
                freeze,
                accepted,
                rejected,
                conduct,
                daysLived,
                headcount,
                metrics,
                baseline);
    }

    VariantState under(Economy tenant) {
        return new VariantState(
                overrides,
                tenant.with(overrides).withExtra(economy.extra()),
                economyOfDay,
                lastAccepted,
                freeze,
                accepted,
                rejected,
                conduct,
                daysLived,
                headcount,
                metrics,
                baseline);
    }

    VariantState after(int day, Occurrence.LivedDay lived) {
        if (day <= daysLived) {
            return this;
        }
        return new VariantState(
                overrides,
                economy,
                economy,
                lastAccepted,
                freeze,
                accepted,
                rejected,
                conduct,
                day,
                lived.headcount(),
                lived.metrics(),
                baseline);
    }
}
