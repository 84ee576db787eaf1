package io.agentflux.config;

import io.agentflux.sandbox.population.BehaviourConstant;
import io.agentflux.sandbox.population.ScenarioLibrary;
import io.agentflux.strategy.StrategyCatalog;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file may name.
 *
 * @param strategies who can compete
 * @param scenarios the library of scenarios
 * @param constants the constants of behaviour that a scenario may change
 */
public record Vocabulary(StrategyCatalog strategies, List<Scenario> scenarios, List<Constant> constants) {

    /** Copies the lists. */
    public Vocabulary {
        scenarios = List.copyOf(scenarios);
        constants = List.copyOf(constants);
    }

    /** Everything there is: the strategies that a class loader's services offer, and the people of the sandbox. */
    public static Vocabulary load(ClassLoader classLoader) {
        return of(StrategyCatalog.load(classLoader));
    }

    /** These strategies, and the people of the sandbox. */
    public static Vocabulary of(StrategyCatalog strategies) {
        return new Vocabulary(
                strategies,
                ScenarioLibrary.names().stream()
                        .flatMap(name -> ScenarioLibrary.named(name).stream())
                        .map(Scenario::of)
                        .toList(),
                Arrays.stream(BehaviourConstant.values()).map(Constant::of).toList());
    }

    /**
     * A scenario of the library, with what holds where a file says nothing else.
     *
     * @param name lower-case letters, digits and dashes
     * @param people how many people each variant has
     * @param days how long the strategies act
     * @param washoutDays how long scoring goes on afterwards
     * @param segments the share of each kind of people; empty where organisations have kinds of their own
     */
    public record Scenario(String name, int people, int days, int washoutDays, Map<String, Double> segments) {

        /** Copies the shares, keeping their order. */
        public Scenario {
            segments = Collections.unmodifiableMap(new LinkedHashMap<>(segments));
        }

        private static Scenario of(io.agentflux.sandbox.population.Scenario scenario) {
            Map<String, Double> segments = new LinkedHashMap<>();
            if (scenario.tenants().isEmpty()) {
                scenario.segments().forEach(segment -> segments.put(segment.name(), segment.share()));
            }
            return new Scenario(
                    scenario.name(),
                    scenario.peoplePerVariant(),
                    scenario.horizonDays(),
                    scenario.washoutDays(),
                    segments);
        }
    }

    /**
     * A constant of behaviour.
     *
     * @param name lower-case with dashes, as resolved specs write it
     * @param symbol the symbol in the model's equations, which files may use instead
     * @param description one sentence: what it does, and its unit if it has one
     * @param minimum the smallest permitted value
     * @param maximum the largest permitted value
     * @param isTrait whether it says who people are, which is settled before the first day
     */
    public record Constant(
            String name, String symbol, String description, double minimum, double maximum, boolean isTrait) {

        private static Constant of(BehaviourConstant constant) {
            String description = "In the model " + constant.symbol() + ": " + constant.meaning() + "; "
                    + CanonicalJson.number(constant.defaultValue()) + " in 'stationary', plausible from "
                    + CanonicalJson.number(constant.plausibleLow()) + " to "
                    + CanonicalJson.number(constant.plausibleHigh()) + ".";
            return new Constant(
                    constant.key(),
                    constant.symbol(),
                    description,
                    constant.unit().least(),
                    constant.unit().most(),
                    constant.isTrait());
        }
    }
}
