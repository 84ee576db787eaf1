package io.agentflux.sandbox.population;

import io.agentflux.arena.Economy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The built-in scenarios by name. */
public final class ScenarioLibrary {

    private static final Scenario STATIONARY = new Scenario(
            "stationary",
            "nothing changes by itself; favours patient search",
            BehaviourConstants.ofDefaults(),
            Segment.defaults(),
            List.of(),
            Economy.defaults(),
            5_000,
            0,
            1,
            14,
            84,
            28,
            List.of(),
            ScenarioGuardrails.ofDefaults(),
            Objective.ofDefaults());

    private static final Map<String, Scenario> BY_NAME =
            Stream.of(STATIONARY).collect(Collectors.toUnmodifiableMap(Scenario::name, Function.identity()));

    private ScenarioLibrary() {}

    /** The names of all built-in scenarios, in alphabetical order. */
    public static List<String> names() {
        return BY_NAME.keySet().stream().sorted().toList();
    }

    /** The scenario of that name, or empty if there is none. */
    public static Optional<Scenario> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static Scenario stationary() {
        return STATIONARY;
    }
}
