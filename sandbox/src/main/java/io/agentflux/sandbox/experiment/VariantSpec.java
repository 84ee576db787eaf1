package io.agentflux.sandbox.experiment;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.guardrail.ExtraGuardrails;
import io.agentflux.guardrail.GuardrailLimits;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One variant of an experiment as it is set up.
 *
 * @param id its id, unique in the experiment
 * @param name its name for people
 * @param isControl whether it is the control, which never changes
 * @param hasAgent whether an agent may change it
 * @param startingEconomy what it sets differently from the tenant at the start
 * @param limits how often and how far its agent may change it
 * @param extra rules for its agent beyond the five that every arena has
 * @param enrolmentWeight its share of the people, relative to the other variants
 * @param streakFreezes how many streak freezes its people can hold and begin with, from 0 to {@value #MOST_STREAK_FREEZES}: a day
 *     missed spends one instead of ending the streak, and each week of a streak brings one back
 * @param startingParameters what it begins with, by name, of the parameters that the experiment declares beside the ten
 */
public record VariantSpec(
        String id,
        String name,
        boolean isControl,
        boolean hasAgent,
        Map<EconomyParameter, Double> startingEconomy,
        GuardrailLimits limits,
        ExtraGuardrails extra,
        double enrolmentWeight,
        int streakFreezes,
        Map<String, Double> startingParameters) {

    private static final int MOST_STREAK_FREEZES = 30;

    /** Copies the economy; refuses a weight that is not a number above zero, and more freezes than there may be. */
    public VariantSpec {
        startingEconomy = Map.copyOf(startingEconomy);
        startingParameters = Map.copyOf(startingParameters);
        if (!(enrolmentWeight > 0 && enrolmentWeight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("variant '" + id + "' has the enrolment weight " + enrolmentWeight
                    + "; give a number above zero, 1 for an equal share");
        }
        if (streakFreezes < 0 || streakFreezes > MOST_STREAK_FREEZES) {
            throw new IllegalArgumentException(
                    "variant '" + id + "' has " + streakFreezes + " streak freezes; give 0 to " + MOST_STREAK_FREEZES);
        }
    }

    /** A control that holds the tenant's economy. */
    public static VariantSpec control(String id) {
        return new VariantSpec(
                id, id, true, false, Map.of(), GuardrailLimits.standard(), ExtraGuardrails.none(), 1, 0, Map.of());
    }

    /** A treatment that starts from the tenant's economy and is changed by an agent. */
    public static VariantSpec treatment(String id, GuardrailLimits limits) {
        return new VariantSpec(id, id, false, true, Map.of(), limits, ExtraGuardrails.none(), 1, 0, Map.of());
    }

    /** This variant under another name for people. */
    public VariantSpec named(String name) {
        return with(parts -> parts.name = name);
    }

    /** This variant with something set differently from the tenant at the start. */
    public VariantSpec startingWith(Map<EconomyParameter, Double> economy) {
        return with(parts -> parts.startingEconomy = economy);
    }

    /** This variant with other limits. */
    public VariantSpec limitedBy(GuardrailLimits limits) {
        return with(parts -> parts.limits = limits);
    }

    /** This variant with rules beyond the five. */
    public VariantSpec limitedFurtherBy(ExtraGuardrails extra) {
        return with(parts -> parts.extra = extra);
    }

    /** This variant with another share of the people. */
    public VariantSpec weighing(double enrolmentWeight) {
        return with(parts -> parts.enrolmentWeight = enrolmentWeight);
    }

    /** This variant without an agent: it keeps the economy that it starts with. */
    public VariantSpec withoutAgent() {
        return with(parts -> parts.hasAgent = false);
    }

    /** This variant with people who can hold so many streak freezes. */
    public VariantSpec freezingStreaks(int streakFreezes) {
        return with(parts -> parts.streakFreezes = streakFreezes);
    }

    /** This variant with something set differently from the defaults of the parameters that the experiment declares. */
    public VariantSpec startingWithParameters(Map<String, Double> byName) {
        return with(parts -> parts.startingParameters = byName);
    }

    private VariantSpec with(Consumer<Parts> change) {
        Parts parts = new Parts(this);
        change.accept(parts);
        return new VariantSpec(
                id,
                parts.name,
                isControl,
                parts.hasAgent,
                parts.startingEconomy,
                parts.limits,
                parts.extra,
                parts.enrolmentWeight,
                parts.streakFreezes,
                parts.startingParameters);
    }

    /** What may differ in a copy. */
    private static final class Parts {
        private String name;
        private boolean hasAgent;
        private Map<EconomyParameter, Double> startingEconomy;
        private GuardrailLimits limits;
        private ExtraGuardrails extra;
        private double enrolmentWeight;
        private int streakFreezes;
        private Map<String, Double> startingParameters;

        private Parts(VariantSpec from) {
            name = from.name;
            hasAgent = from.hasAgent;
            startingEconomy = from.startingEconomy;
            limits = from.limits;
            extra = from.extra;
            enrolmentWeight = from.enrolmentWeight;
            streakFreezes = from.streakFreezes;
            startingParameters = from.startingParameters;
        }
    }

    /** The economy that it starts with. */
    Economy startingEconomy(Economy tenant) {
        return tenant.with(startingEconomy).withExtra(startingParameters);
    }
}
