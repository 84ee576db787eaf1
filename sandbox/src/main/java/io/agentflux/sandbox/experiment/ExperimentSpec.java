package io.agentflux.sandbox.experiment;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.guardrail.ExtraParameter;
import io.agentflux.sandbox.population.LivePopulation;
import io.agentflux.sandbox.progress.Reward;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as it is set up. Immutable; {@link #mutate()} gives a changed copy.
 *
 * @param id its id
 * @param name its name for people
 * @param tenant who it belongs to
 * @param hypothesis what it is to find out, in words; may be empty
 * @param primaryMetric what decides which variant is better
 * @param tenantEconomy what the tenant sets differently from the global defaults when the experiment begins
 * @param variants one control and at least one treatment
 * @param people who takes part
 * @param startsAt when it starts by itself once it is recruiting; null if somebody starts it
 * @param dayLength how long one day of the people's life lasts on the experiment's clock
 * @param days after how many days it completes by itself; null if it goes on until somebody ends it
 * @param health when something is wrong with it
 * @param signalCache how long computed signals are handed out again; zero computes them anew each time
 * @param plan how it is to be analysed, null if that was not said beforehand
 * @param profile how it reads the points in which the protocol's descriptions differ
 * @param rewards what it promises to people
 * @param extraMetrics the names of metrics that it reports beside the six
 * @param parameters what agents may change beside the ten parameters
 */
public record ExperimentSpec(
        String id,
        String name,
        String tenant,
        String hypothesis,
        Metric primaryMetric,
        Map<EconomyParameter, Double> tenantEconomy,
        List<VariantSpec> variants,
        PeopleSpec people,
        @Nullable Instant startsAt,
        Duration dayLength,
        @Nullable Integer days,
        HealthLimits health,
        Duration signalCache,
        @Nullable AnalysisPlan plan,
        Profile profile,
        List<Reward> rewards,
        List<String> extraMetrics,
        List<ExtraParameter> parameters) {

    /** Who an experiment belongs to if nothing is said. */
    public static final String DEFAULT_TENANT = "default";

    private static final Duration LONGEST_DAY = Duration.ofDays(366);

    /**
     * Refuses an experiment without exactly one control, without treatments, or with an id used twice; and, where real people
     * take part, limits outside the ranges of a platform, or signals that are not about them.
     */
    public ExperimentSpec {
        tenantEconomy = Map.copyOf(tenantEconomy);
        variants = List.copyOf(variants);
        rewards = List.copyOf(rewards);
        extraMetrics = List.copyOf(extraMetrics);
        parameters = List.copyOf(parameters);
        requireFitting(id, parameters, variants, profile);
        long controls = variants.stream().filter(VariantSpec::isControl).count();
        if (controls != 1 || variants.size() < 2) {
            throw new IllegalArgumentException(
                    "experiment '" + id + "' has " + controls + " control and " + (variants.size() - controls)
                            + " treatment variants; give one control and at least one treatment");
        }
        Set<String> ids = new HashSet<>();
        for (VariantSpec variant : variants) {
            if (!ids.add(variant.id())) {
                throw new IllegalArgumentException(
                        "experiment '" + id + "' has two variants '" + variant.id() + "'; give each its own id");
            }
            if (people instanceof PeopleSpec.Live && variant.hasAgent()) {
                variant.limits().requirePlatformRanges();
            }
        }
        if (people instanceof PeopleSpec.Live && profile == Profile.COMPATIBLE) {
            throw new IllegalArgumentException("experiment '" + id
                    + "' is on real people, whom the compatible profile does not show; take the standard profile");
        }
        if (new HashSet<>(extraMetrics).size() < extraMetrics.size()) {
            throw new IllegalArgumentException(
                    "the extra metrics are " + extraMetrics + ", one of them twice; name each once");
        }
        requireDayLength(dayLength);
        if (days != null && days < 1) {
            throw new IllegalArgumentException("the experiment lasts " + days + " days; give at least 1");
        }
        if (signalCache.isNegative()) {
            throw new IllegalArgumentException("signals are cached for " + signalCache + "; give zero or more");
        }
    }

    /**
     * Refuses what no day of the people's life can last.
     *
     * @throws IllegalArgumentException if it is not above zero, or longer than a year
     */
    public static void requireDayLength(Duration dayLength) {
        if (dayLength.isNegative() || dayLength.isZero() || dayLength.compareTo(LONGEST_DAY) > 0) {
            throw new IllegalArgumentException("a day lasts " + dayLength + "; give a duration above zero and up to "
                    + LONGEST_DAY.toDays() + " days");
        }
    }

    /** The day, from 1, that comes when so many were played; the last one stays when there are no more. */
    public int dayAfter(int daysPlayed) {
        return days == null ? daysPlayed + 1 : Math.min(daysPlayed + 1, days);
    }

    private static void requireFitting(
            String id, List<ExtraParameter> parameters, List<VariantSpec> variants, Profile profile) {
        if (profile == Profile.COMPATIBLE && !parameters.isEmpty()) {
            throw new IllegalArgumentException("experiment '" + id
                    + "' declares parameters, which the compatible profile does not know; take the standard profile");
        }
        Map<String, ExtraParameter> byName = new HashMap<>();
        for (ExtraParameter parameter : parameters) {
            if (byName.put(parameter.name(), parameter) != null) {
                throw new IllegalArgumentException("experiment '" + id + "' declares the parameter '" + parameter.name()
                        + "' twice; declare it once");
            }
        }
        for (VariantSpec variant : variants) {
            variant.startingParameters().forEach((name, value) -> {
                ExtraParameter parameter = byName.get(name);
                if (parameter == null) {
                    throw new IllegalArgumentException("variant '" + variant.id() + "' begins with a value of '" + name
                            + "', which experiment '" + id + "' does not declare; declare it or leave it out");
                }
                parameter.require(value);
            });
        }
    }

    /** The defaults of the parameters that it declares beside the ten, by name. */
    public Map<String, Double> parameterDefaults() {
        return parameters.stream().collect(Collectors.toMap(ExtraParameter::name, ExtraParameter::defaultValue));
    }

    /**
     * The declared parameters that change nothing in what the arena itself pays: all of them where people are simulated, and all
     * but {@value LivePopulation#DAILY_POINT_CAP} where they are real.
     */
    public List<String> parametersWithoutEffect() {
        return parameters.stream()
                .filter(parameter -> !hasEffect(parameter))
                .map(ExtraParameter::name)
                .toList();
    }

    /** Whether a declared parameter changes what the arena itself pays. */
    public boolean hasEffect(ExtraParameter parameter) {
        return people instanceof PeopleSpec.Live && parameter.name().equals(LivePopulation.DAILY_POINT_CAP);
    }

    /** The variant that the others are compared with. */
    public VariantSpec control() {
        return variants.stream().filter(VariantSpec::isControl).findFirst().orElseThrow();
    }

    /** The variant of that id. */
    public VariantSpec variant(String variantId) {
        return variants.stream()
                .filter(variant -> variant.id().equals(variantId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("experiment '" + name + "' has no variant '" + variantId
                        + "'; there are "
                        + String.join(
                                ", ", variants.stream().map(VariantSpec::id).toList())));
    }

    /**
     * An experiment with these variants, in which nothing else is special: simulated people of the stationary scenario, 200 for
     * each variant, days of 24 hours, no end, SCAN_FREQUENCY as primary metric, signals computed anew each time.
     */
    public static Builder builder(String id, String name, List<VariantSpec> variants) {
        return new Builder(id, name, variants);
    }

    /** A builder that begins with this experiment. */
    public Builder mutate() {
        return new Builder(id, name, variants)
                .tenant(tenant)
                .hypothesis(hypothesis)
                .primaryMetric(primaryMetric)
                .tenantEconomy(tenantEconomy)
                .people(people)
                .startsAt(startsAt)
                .dayLength(dayLength)
                .days(days)
                .health(health)
                .signalCache(signalCache)
                .plan(plan)
                .profile(profile)
                .rewards(rewards)
                .extraMetrics(extraMetrics)
                .parameters(parameters);
    }

    /** Sets up an experiment; what each method sets is told at {@link ExperimentSpec}. For one thread. */
    public static final class Builder {

        private static final PeopleSpec SOME_PEOPLE = new PeopleSpec.Simulated("stationary", 42, 200);

        private final String id;
        private final String name;
        private final List<VariantSpec> variants;
        private String tenant = DEFAULT_TENANT;
        private String hypothesis = "";
        private Metric primaryMetric = Metric.SCAN_FREQUENCY;
        private Map<EconomyParameter, Double> tenantEconomy = Map.of();
        private PeopleSpec people = SOME_PEOPLE;
        private @Nullable Instant startsAt;
        private Duration dayLength = Duration.ofDays(1);
        private @Nullable Integer days;
        private HealthLimits health = HealthLimits.ofDefaults();
        private Duration signalCache = Duration.ZERO;
        private @Nullable AnalysisPlan plan;
        private Profile profile = Profile.STANDARD;
        private List<Reward> rewards = List.of();
        private List<String> extraMetrics = List.of();
        private List<ExtraParameter> parameters = List.of();

        private Builder(String id, String name, List<VariantSpec> variants) {
            this.id = id;
            this.name = name;
            this.variants = variants;
        }

        /** Who it belongs to. */
        public Builder tenant(String tenant) {
            this.tenant = tenant;
            return this;
        }

        /** What it is to find out. */
        public Builder hypothesis(String hypothesis) {
            this.hypothesis = hypothesis;
            return this;
        }

        /** What decides which variant is better. */
        public Builder primaryMetric(Metric metric) {
            this.primaryMetric = metric;
            return this;
        }

        /** What the tenant sets differently from the global defaults. */
        public Builder tenantEconomy(Map<EconomyParameter, Double> economy) {
            this.tenantEconomy = economy;
            return this;
        }

        /** Who takes part. */
        public Builder people(PeopleSpec people) {
            this.people = people;
            return this;
        }

        /** When it starts by itself. */
        public Builder startsAt(@Nullable Instant startsAt) {
            this.startsAt = startsAt;
            return this;
        }

        /** How long a day lasts. */
        public Builder dayLength(Duration dayLength) {
            this.dayLength = dayLength;
            return this;
        }

        /** After how many days it completes by itself. */
        public Builder days(@Nullable Integer days) {
            this.days = days;
            return this;
        }

        /** When something is wrong with it. */
        public Builder health(HealthLimits health) {
            this.health = health;
            return this;
        }

        /** How long computed signals are handed out again. */
        public Builder signalCache(Duration signalCache) {
            this.signalCache = signalCache;
            return this;
        }

        /** How it is to be analysed. */
        public Builder plan(@Nullable AnalysisPlan plan) {
            this.plan = plan;
            return this;
        }

        /** How it reads what can be read in several ways. */
        public Builder profile(Profile profile) {
            this.profile = profile;
            return this;
        }

        /** What it promises to people. */
        public Builder rewards(List<Reward> rewards) {
            this.rewards = rewards;
            return this;
        }

        /** What it reports beside the six metrics, by name. */
        public Builder extraMetrics(List<String> names) {
            this.extraMetrics = names;
            return this;
        }

        /** What agents may change beside the ten parameters. */
        public Builder parameters(List<ExtraParameter> parameters) {
            this.parameters = parameters;
            return this;
        }

        /**
         * The experiment.
         *
         * @throws IllegalArgumentException if there cannot be such an experiment
         */
        public ExperimentSpec build() {
            return new ExperimentSpec(
                    id,
                    name,
                    tenant,
                    hypothesis,
                    primaryMetric,
                    tenantEconomy,
                    variants,
                    people,
                    startsAt,
                    dayLength,
                    days,
                    health,
                    signalCache,
                    plan,
                    profile,
                    rewards,
                    extraMetrics,
                    parameters);
        }
    }
}
