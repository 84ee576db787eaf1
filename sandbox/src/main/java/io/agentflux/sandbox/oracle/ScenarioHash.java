package io.agentflux.sandbox.oracle;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.sandbox.population.BehaviourConstant;
import io.agentflux.sandbox.population.BehaviourConstants;
import io.agentflux.sandbox.population.ConstantRange;
import io.agentflux.sandbox.population.MetricMeans;
import io.agentflux.sandbox.population.Objective;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.ScenarioEvent;
import io.agentflux.sandbox.population.Segment;
import io.agentflux.sandbox.population.SimulatedPopulation;
import io.agentflux.sandbox.population.Tenant;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Tells scenarios apart by everything that moves the value of an economy: by what they say and, since the same words can come
 * to mean something else when the model changes, by what a few people then do. The code of the model needs no version number
 * that somebody could forget to raise: their state, to the bit, is part of the hash.
 */
final class ScenarioHash {

    private static final int PEOPLE = 128;
    private static final int DAYS = 112;
    private static final long SEED = 7;
    private static final Economy OTHER = Economy.defaults()
            .with(Map.of(
                    EconomyParameter.SCAN_XP, 17.5,
                    EconomyParameter.FEEDBACK_XP, 40.0,
                    EconomyParameter.STREAK_BONUS_PER_DAY, 12.0,
                    EconomyParameter.SCAN_DAILY_CAP, 8.0,
                    EconomyParameter.FEEDBACK_DAILY_CAP, 2.0));

    private final StringBuilder text = new StringBuilder();

    private ScenarioHash() {}

    static String of(Scenario scenario) {
        ScenarioHash hash = new ScenarioHash();
        hash.describe(scenario);
        hash.play(scenario);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(hash.text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private void describe(Scenario scenario) {
        line("days", scenario.burnInDays(), scenario.horizonDays(), scenario.washoutDays());
        line("arrivals", scenario.arrivalsPerDay());
        describe(scenario.constants());
        scenario.segments().forEach(this::describe);
        describe(scenario.defaultEconomy());
        scenario.tenants().forEach(this::describe);
        scenario.events().forEach(this::describe);
        for (BehaviourConstant constant : BehaviourConstant.values()) {
            ConstantRange range = scenario.ranges().get(constant);
            if (range != null) {
                line("range", constant.symbol(), range.low(), range.high());
            }
        }
        line(
                "guardrails",
                scenario.guardrails().deltaLimitPercent(),
                scenario.guardrails().minInterval());
        describe(scenario.objective());
    }

    private void describe(BehaviourConstants constants) {
        for (BehaviourConstant constant : BehaviourConstant.values()) {
            line("constant", constant.symbol(), constants.value(constant));
        }
    }

    private void describe(Segment segment) {
        line(
                "segment",
                segment.share(),
                segment.openingOdds(),
                segment.extraScans(),
                segment.rewardSensitivity(),
                segment.motivation(),
                segment.churnFrailty());
    }

    private void describe(Economy economy) {
        for (EconomyParameter parameter : EconomyParameter.values()) {
            line("economy", parameter.wireName(), economy.value(parameter));
        }
    }

    private void describe(Tenant tenant) {
        line("tenant", tenant.share());
        describe(tenant.traits());
        tenant.segments().forEach(this::describe);
        describe(tenant.defaultEconomy());
    }

    private void describe(Map<BehaviourConstant, Double> constants) {
        for (BehaviourConstant constant : BehaviourConstant.values()) {
            Double value = constants.get(constant);
            if (value != null) {
                line("constant", constant.symbol(), value);
            }
        }
    }

    private void describe(ScenarioEvent event) {
        if (event instanceof ScenarioEvent.Change change) {
            line("change", change.fromDay());
            describe(change.constants());
        } else if (event instanceof ScenarioEvent.Outage outage) {
            line("outage", outage.fromDay(), outage.untilDay());
        } else if (event instanceof ScenarioEvent.Season season) {
            line("season", season.periodDays(), season.amplitude());
        }
    }

    private void describe(Objective objective) {
        for (Metric metric : Metric.values()) {
            line(
                    "objective",
                    metric,
                    objective.weights().getOrDefault(metric, 0.0),
                    objective.targets().getOrDefault(metric, 0.0));
        }
        line("objective", objective.inflationPenalty(), objective.washoutWeight());
    }

    private void play(Scenario scenario) {
        SimulatedPopulation people = SimulatedPopulation.create(scenario, SEED, PEOPLE);
        people.playBurnIn();
        for (int day = 0; day < DAYS; day += 7) {
            people.playDays(day % 14 == 0 ? scenario.defaultEconomy() : OTHER, 7);
        }
        MetricMeans lived = MetricMeans.of(people.history());
        line("people", people.stateHash(), scenario.objective().score(lived), lived.usefulness());
    }

    private void line(Object... values) {
        for (Object value : values) {
            text.append(value instanceof Double number ? Double.toHexString(number) : value)
                    .append(' ');
        }
        text.append('\n');
    }
}
