package io.agentflux.strategies.ensemble;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Signals;
import io.agentflux.strategies.CompositeScore;
import io.agentflux.strategies.NumberText;
import io.agentflux.strategy.Strategy;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

final class Hedge implements Strategy {

    private static final double LARGEST_WEIGHT = 100;

    private final double learningRate;
    private final CompositeScore score;
    private final RandomGenerator random;
    private final Map<Member, Double> weights = new EnumMap<>(Member.class);
    private Member selected = Member.REACTIVE;
    private double scoreBefore;
    private boolean inForce;

    Hedge(double learningRate, CompositeScore score, RandomGenerator random) {
        this.learningRate = learningRate;
        this.score = score;
        this.random = random;
        for (Member member : Member.values()) {
            weights.put(member, 1.0);
        }
    }

    @Override
    public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
        if (!score.isTrusted(signals)) {
            return Optional.empty();
        }
        double now = score.of(signals);
        if (inForce) {
            learn(now - scoreBefore);
        }
        scoreBefore = now;
        selected = select();
        Map<EconomyParameter, Double> changes = changes(selected, signals, economy);
        inForce = changes.isEmpty();
        return inForce ? Optional.empty() : Optional.of(ConfigUpdate.of(changes, reasoning(changes)));
    }

    @Override
    public void onResult(ConfigUpdate update, ConfigResult result) {
        inForce = result.accepted();
    }

    private void learn(double change) {
        double reward = Math.max(-1, Math.min(1, change));
        weights.put(selected, weight(selected) * StrictMath.exp(learningRate * reward));
        double largest = Collections.max(weights.values());
        if (largest > LARGEST_WEIGHT) {
            weights.replaceAll((member, weight) -> weight / largest);
        }
    }

    private Member select() {
        double left = random.nextDouble() * sum();
        Member last = selected;
        for (Map.Entry<Member, Double> entry : weights.entrySet()) {
            last = entry.getKey();
            left -= entry.getValue();
            if (left < 0) {
                break;
            }
        }
        return last;
    }

    private double sum() {
        double sum = 0;
        for (double weight : weights.values()) {
            sum += weight;
        }
        return sum;
    }

    private static Map<EconomyParameter, Double> changes(Member member, Signals signals, Economy economy) {
        Map<EconomyParameter, Double> changes = new LinkedHashMap<>();
        member.factors(signals).forEach((parameter, factor) -> {
            double current = economy.value(parameter);
            double wanted = Math.rint(current * factor);
            if (wanted != current) {
                changes.put(parameter, wanted);
            }
        });
        return changes;
    }

    private String reasoning(Map<EconomyParameter, Double> changes) {
        return "Ensemble: '" + selected.title() + "' ("
                + NumberText.percent(weight(selected) / sum()) + " weight) — {"
                + changes.entrySet().stream()
                        .map(change -> change.getKey() + "=" + NumberText.plain(change.getValue()))
                        .collect(Collectors.joining(", "))
                + "}";
    }

    double weight(Member member) {
        return weights.getOrDefault(member, 0.0);
    }

    Member selected() {
        return selected;
    }

    /** The share of each member in the weights. */
    @Override
    public String report() {
        int width = "Conservative".length();
        StringBuilder table = new StringBuilder(NumberText.row(width, "member", "weight"));
        weights.forEach((member, weight) ->
                table.append(NumberText.row(width, member.title(), NumberText.percent(weight / sum()))));
        return table.toString();
    }
}
