package io.agentflux.sandbox.population;

import io.agentflux.arena.Economy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A world without its seed: who the people are, how they behave, what happens to them, and how an experiment with them is
 * set up and judged. Immutable; {@link #mutate()} starts from its values, so a scenario can extend another.
 *
 * @param name the name in files
 * @param summary what it is and what it favours, in a sentence
 * @param constants the constants of the model
 * @param segments the kinds of people, unless tenants have kinds of their own
 * @param tenants the organisations; empty if there is just one
 * @param defaultEconomy the economy in burn-in and washout, unless tenants have one of their own
 * @param peoplePerVariant how many people a variant starts with
 * @param arrivalsPerDay newcomers of each day as a share of the people at the start
 * @param sites how many sites people belong to, for randomising whole sites
 * @param burnInDays days before day 0 under the default economy
 * @param horizonDays days of the experiment
 * @param washoutDays days after it under the default economy, scored too
 * @param events what happens on its own
 * @param ranges constants that are drawn anew for each seed, instead of their values
 * @param guardrails the guardrails proposed
 * @param objective what is good
 */
public record Scenario(
        String name,
        String summary,
        BehaviourConstants constants,
        List<Segment> segments,
        List<Tenant> tenants,
        Economy defaultEconomy,
        int peoplePerVariant,
        double arrivalsPerDay,
        int sites,
        int burnInDays,
        int horizonDays,
        int washoutDays,
        List<ScenarioEvent> events,
        Map<BehaviourConstant, ConstantRange> ranges,
        ScenarioGuardrails guardrails,
        Objective objective) {

    /** The longest time from burn-in to washout. */
    public static final int MOST_DAYS = 36_500;

    /** Copies the collections and refuses values without a meaning. */
    public Scenario {
        segments = Segment.checkedMix(segments);
        tenants = List.copyOf(tenants);
        events = List.copyOf(events);
        ranges = Map.copyOf(ranges);
        ranges.forEach((constant, range) -> {
            BehaviourConstants.checked(constant, range.low());
            BehaviourConstants.checked(constant, range.high());
        });
        double shares = tenants.stream().mapToDouble(Tenant::share).sum();
        require(tenants.isEmpty() || Math.abs(shares - 1) < 1e-9, name, "tenants' shares", shares, "1 in sum");
        require(peoplePerVariant >= 0, name, "peoplePerVariant", peoplePerVariant, "at least 0");
        require(arrivalsPerDay >= 0 && arrivalsPerDay <= 1, name, "arrivalsPerDay", arrivalsPerDay, "from 0 to 1");
        require(sites >= 1, name, "sites", sites, "at least 1");
        require(burnInDays >= 0 && burnInDays <= MOST_DAYS, name, "burnInDays", burnInDays, "from 0 to " + MOST_DAYS);
        require(
                horizonDays >= 1 && horizonDays <= MOST_DAYS,
                name,
                "horizonDays",
                horizonDays,
                "from 1 to " + MOST_DAYS);
        require(
                washoutDays >= 0 && washoutDays <= MOST_DAYS,
                name,
                "washoutDays",
                washoutDays,
                "from 0 to " + MOST_DAYS);
    }

    /** The scenario that all others extend: nothing changes by itself. */
    public static Scenario stationary() {
        return ScenarioLibrary.stationary();
    }

    /** This scenario in the world of a seed: constants with a range get the value drawn there, hidden from agents. */
    public Scenario inWorld(long seed) {
        if (ranges.isEmpty()) {
            return this;
        }
        Builder drawn = mutate().ranges(Map.of());
        ranges.forEach((constant, range) -> drawn.constant(constant, range.draw(constant, seed)));
        return drawn.build();
    }

    /** A builder that starts from this scenario. */
    public Builder mutate() {
        return new Builder(this);
    }

    /** The constants in force on a day: those of the scenario and the changes up to then, the last one winning. */
    public BehaviourConstants constantsOn(int day) {
        BehaviourConstants inForce = constants;
        for (ScenarioEvent event : events) {
            if (event instanceof ScenarioEvent.Change change && day >= change.fromDay()) {
                inForce = inForce.with(change.constants());
            }
        }
        return inForce;
    }

    /** Whether the app is down on a day. */
    public boolean outageOn(int day) {
        return events.stream()
                .anyMatch(event -> event instanceof ScenarioEvent.Outage outage
                        && day >= outage.fromDay()
                        && day < outage.untilDay());
    }

    /** What multiplies the odds of opening of everybody on a day: the season times the climate of the constants. */
    double climateOn(int day) {
        double season = 1;
        for (ScenarioEvent event : events) {
            if (event instanceof ScenarioEvent.Season sine) {
                season *= sine.factor(day);
            }
        }
        return season * constantsOn(day).value(BehaviourConstant.OPENING_CLIMATE);
    }

    /** Whether people are ever pulled by what others do. */
    boolean isSocial() {
        return constants.value(BehaviourConstant.SOCIAL_PULL) != 0
                || events.stream()
                        .anyMatch(event -> event instanceof ScenarioEvent.Change change
                                && change.constants().containsKey(BehaviourConstant.SOCIAL_PULL));
    }

    /** The tenants, or the one that an empty list stands for. */
    List<Tenant> effectiveTenants() {
        return tenants.isEmpty() ? List.of(new Tenant(name, 1, Map.of(), segments, defaultEconomy)) : tenants;
    }

    private static void require(boolean condition, String scenario, String what, Number value, String allowed) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "Scenario '" + scenario + "' has " + what + " " + value + "; it has to be " + allowed);
        }
    }

    /** Changes some values of a scenario. */
    public static final class Builder {

        private final Scenario base;
        private final Map<BehaviourConstant, Double> constants = new EnumMap<>(BehaviourConstant.class);
        private final List<ScenarioEvent> events;
        private Map<BehaviourConstant, ConstantRange> ranges;
        private String name;
        private String summary;
        private List<Segment> segments;
        private List<Tenant> tenants;
        private Economy defaultEconomy;
        private int peoplePerVariant;
        private double arrivalsPerDay;
        private int sites;
        private int burnInDays;
        private int horizonDays;
        private int washoutDays;
        private ScenarioGuardrails guardrails;
        private Objective objective;

        private Builder(Scenario base) {
            this.base = base;
            name = base.name;
            summary = base.summary;
            segments = base.segments;
            tenants = base.tenants;
            defaultEconomy = base.defaultEconomy;
            peoplePerVariant = base.peoplePerVariant;
            arrivalsPerDay = base.arrivalsPerDay;
            sites = base.sites;
            burnInDays = base.burnInDays;
            horizonDays = base.horizonDays;
            washoutDays = base.washoutDays;
            events = new ArrayList<>(base.events);
            ranges = base.ranges;
            guardrails = base.guardrails;
            objective = base.objective;
        }

        /** Names the scenario. */
        public Builder name(String newName) {
            name = newName;
            return this;
        }

        /** Says what the scenario is and what it favours. */
        public Builder summary(String newSummary) {
            summary = newSummary;
            return this;
        }

        /** Replaces one constant. */
        public Builder constant(BehaviourConstant constant, double value) {
            constants.put(constant, value);
            return this;
        }

        /** Replaces some constants. */
        public Builder constants(Map<BehaviourConstant, Double> overrides) {
            constants.putAll(overrides);
            return this;
        }

        /** Replaces the kinds of people. */
        public Builder segments(List<Segment> newSegments) {
            segments = newSegments;
            return this;
        }

        /** Replaces the organisations. */
        public Builder tenants(List<Tenant> newTenants) {
            tenants = newTenants;
            return this;
        }

        /** Replaces the economy of burn-in and washout. */
        public Builder defaultEconomy(Economy economy) {
            defaultEconomy = economy;
            return this;
        }

        /** Sets how many people a variant starts with. */
        public Builder peoplePerVariant(int people) {
            peoplePerVariant = people;
            return this;
        }

        /** Sets the newcomers of each day as a share of the people at the start. */
        public Builder arrivalsPerDay(double share) {
            arrivalsPerDay = share;
            return this;
        }

        /** Sets how many sites people belong to. */
        public Builder sites(int number) {
            sites = number;
            return this;
        }

        /** Sets the days before day 0. */
        public Builder burnInDays(int days) {
            burnInDays = days;
            return this;
        }

        /** Sets the days of the experiment. */
        public Builder horizonDays(int days) {
            horizonDays = days;
            return this;
        }

        /** Sets the days after the experiment that are scored too. */
        public Builder washoutDays(int days) {
            washoutDays = days;
            return this;
        }

        /** Adds something that happens on its own. */
        public Builder event(ScenarioEvent event) {
            events.add(event);
            return this;
        }

        /** Replaces everything that happens on its own. */
        public Builder events(List<ScenarioEvent> newEvents) {
            events.clear();
            events.addAll(newEvents);
            return this;
        }

        /** Replaces the constants that are drawn anew for each seed. */
        public Builder ranges(Map<BehaviourConstant, ConstantRange> newRanges) {
            ranges = newRanges;
            return this;
        }

        /** Replaces the guardrails proposed. */
        public Builder guardrails(ScenarioGuardrails newGuardrails) {
            guardrails = newGuardrails;
            return this;
        }

        /** Replaces what is good. */
        public Builder objective(Objective newObjective) {
            objective = newObjective;
            return this;
        }

        /**
         * The scenario.
         *
         * @throws IllegalArgumentException if a value has no meaning
         */
        public Scenario build() {
            return new Scenario(
                    name,
                    summary,
                    base.constants.with(constants),
                    segments,
                    tenants,
                    defaultEconomy,
                    peoplePerVariant,
                    arrivalsPerDay,
                    sites,
                    burnInDays,
                    horizonDays,
                    washoutDays,
                    events,
                    ranges,
                    guardrails,
                    objective);
        }
    }
}
