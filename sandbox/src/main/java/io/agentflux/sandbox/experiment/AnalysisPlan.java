package io.agentflux.sandbox.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.statistics.SamplePlan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an experiment is to be analysed, said before there is anything to analyse. It is part of the set-up, which nothing changes
 * once the experiment is created.
 *
 * @param alpha how often a difference may be found where there is none
 * @param power how often an effect of the least size is to be found
 * @param minimumEffect the least effect that matters, as Cohen's d
 * @param peoplePerVariant how many people each variant is to have
 * @param days after how many days it is to be analysed, null if that is not said
 * @param stopping when it is to be analysed
 * @param arrivalsPerDay how many people are expected to arrive on a day, in all variants together; null if nobody knows
 */
public record AnalysisPlan(
        double alpha,
        double power,
        double minimumEffect,
        int peoplePerVariant,
        @Nullable Integer days,
        Stopping stopping,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double arrivalsPerDay) {

    /** When an experiment is analysed. */
    public enum Stopping {
        /** Once, after the planned days. */
        FIXED_DAYS("one look, after the planned days"),
        /** Once, when each variant has the planned people. */
        FIXED_SIZE("one look, when each variant has the planned people"),
        /** Whenever somebody likes: what is found then is a hint, no proof. */
        OPEN("no rule; what is found is a hint");

        private final String words;

        Stopping(String words) {
            this.words = words;
        }

        /** The rule in words. */
        public String words() {
            return words;
        }
    }

    /** Refuses what no analysis can be planned with. */
    public AnalysisPlan {
        if (!(alpha > 0 && alpha < 1) || !(power > 0 && power < 1)) {
            throw new IllegalArgumentException(
                    "alpha is " + alpha + " and power " + power + "; give probabilities between 0 and 1");
        }
        if (!(minimumEffect > 0 && minimumEffect < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the minimum effect is " + minimumEffect + "; give Cohen's d, a number above 0");
        }
        if (peoplePerVariant < 2) {
            throw new IllegalArgumentException(
                    peoplePerVariant + " people per variant cannot be compared; give at least 2");
        }
        if (days != null && days < 1) {
            throw new IllegalArgumentException("the plan is for " + days + " days; give at least 1");
        }
        if (stopping == Stopping.FIXED_DAYS && days == null) {
            throw new IllegalArgumentException(
                    "the plan is to look after the planned days, but plans none; give days, or another stopping rule");
        }
        if (arrivalsPerDay != null && !(arrivalsPerDay > 0 && arrivalsPerDay < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    arrivalsPerDay + " people arrive on a day; give a number above 0, or none");
        }
    }

    /** A plan with as many people as the effect takes. */
    public static AnalysisPlan of(
            double alpha, double power, double minimumEffect, @Nullable Integer days, Stopping stopping) {
        int people = SamplePlan.of(minimumEffect, alpha, power, 2, null).peoplePerVariant();
        return new AnalysisPlan(alpha, power, minimumEffect, people, days, stopping, null);
    }

    /** The same for so many people per variant, whatever the effect takes. */
    public AnalysisPlan withPeople(int people) {
        return new AnalysisPlan(alpha, power, minimumEffect, people, days, stopping, arrivalsPerDay);
    }

    /** The same where so many people are expected to arrive on a day. */
    public AnalysisPlan expecting(@Nullable Double perDay) {
        return new AnalysisPlan(alpha, power, minimumEffect, peoplePerVariant, days, stopping, perDay);
    }

    /** Everything that was said beforehand, in an order that never changes. */
    private record Document(
            String experimentId,
            String hypothesis,
            String primaryMetric,
            String test,
            List<String> variants,
            String control,
            double alpha,
            double power,
            double minimumEffect,
            int peoplePerVariant,
            @Nullable Integer days,
            String stoppingRule,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double arrivalsPerDay) {}

    /** Which test decides: of sites where whole sites are assigned, else by the kind of the primary metric. */
    public static String test(ExperimentSpec spec) {
        if (spec.people().isBySite()) {
            return "Welch t of sites, delta method, two-sided";
        }
        return switch (spec.primaryMetric().kind()) {
            case MEAN -> "Welch t, two-sided";
            case RATIO -> "Welch t of ratios, delta method, two-sided";
            case PROPORTION -> "Fisher exact, two-sided";
        };
    }

    /** What was said beforehand about an experiment, as JSON; the same text each time. */
    public String document(ExperimentSpec spec) {
        return ExperimentEvents.JSON.writeValueAsString(new Document(
                spec.id(),
                spec.hypothesis(),
                spec.primaryMetric().name(),
                test(spec),
                spec.variants().stream().map(VariantSpec::id).toList(),
                spec.control().id(),
                alpha,
                power,
                minimumEffect,
                peoplePerVariant,
                days,
                stopping.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                arrivalsPerDay));
    }

    /** The SHA-256 hash of {@link #document} as hexadecimal digits: whoever has noted it knows that nothing was changed. */
    public String hash(ExperimentSpec spec) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(document(spec).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Whether a look now is not the one that was planned. */
    public boolean isEarly(ExperimentState state) {
        return switch (stopping) {
            case FIXED_DAYS -> days != null && state.daysPlayed() < days;
            case FIXED_SIZE -> fewest(state) < peoplePerVariant;
            case OPEN -> true;
        };
    }

    /** In what an experiment is not, or not yet, as it was planned, in sentences. */
    public List<String> deviations(ExperimentSpec spec, ExperimentState state) {
        List<String> deviations = new ArrayList<>();
        if (isEarly(state)) {
            deviations.add(
                    "This look is not the planned one: it is day " + state.daysPlayed() + ", the smallest variant has "
                            + fewest(state) + " people, and the rule is: " + stopping.words() + ".");
        }
        boolean isOver = state.status() == ExperimentStatus.COMPLETED || state.status() == ExperimentStatus.ARCHIVED;
        if (days != null && (isOver ? state.daysPlayed() != days : state.daysPlayed() > days)) {
            deviations.add((isOver ? "It ended after " : "It goes on after ") + state.daysPlayed() + " days; " + days
                    + " were planned.");
        }
        if (isOver) {
            spec.variants().stream()
                    .filter(variant -> enrolled(state, variant) < peoplePerVariant)
                    .forEach(variant -> deviations.add("'" + variant.name() + "' has " + enrolled(state, variant)
                            + " people; " + peoplePerVariant + " were planned."));
        }
        Map<EconomyParameter, Double> planned = spec.tenantEconomy();
        if (!state.tenantEconomy().equals(planned)) {
            deviations.add("The tenant's economy was changed, under all variants.");
        }
        return List.copyOf(deviations);
    }

    private static int enrolled(ExperimentState state, VariantSpec variant) {
        return state.variant(variant.id()).headcount().enrolled();
    }

    private static int fewest(ExperimentState state) {
        return state.variants().values().stream()
                .mapToInt(variant -> variant.headcount().enrolled())
                .min()
                .orElse(0);
    }
}
