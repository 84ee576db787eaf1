package io.agentflux.sandbox;

import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.IssuedToken;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.Profile;
import io.agentflux.sandbox.experiment.VariantSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * An experiment to try agents on: simulated people of the library's stationary scenario, one control and some treatments that
 * all start from the default economy.
 *
 * @param treatments how many treatments, from 1 to 26
 * @param peoplePerVariant how many people a variant has on average; they are assigned at random
 * @param seed decides who the people are, what they do and which ids are given
 * @param dayLength how long a day of the people's life lasts
 * @param profile how it reads the points in which the protocol's descriptions differ
 */
public record DemoExperiment(int treatments, int peoplePerVariant, long seed, Duration dayLength, Profile profile) {

    /** The token that everybody knows, for the first treatment. */
    public static final String TOKEN = "strat_demo_local";

    /** Shorter than a platform with real people may set, so that one sees something happen. */
    public static final GuardrailLimits LIMITS = new GuardrailLimits(Duration.ofMinutes(1), 50);

    private static final String SCENARIO = "stationary";
    private static final Cause START = Cause.automatic("the demonstration was started");
    private static final int MOST_TREATMENTS = 26;
    private static final int MOST_PEOPLE = 100_000;

    /** Refuses sizes that are of no use in a demonstration. */
    public DemoExperiment {
        if (treatments < 1 || treatments > MOST_TREATMENTS) {
            throw new IllegalArgumentException("there are " + treatments + " treatments; give 1 to " + MOST_TREATMENTS);
        }
        if (peoplePerVariant < 1 || peoplePerVariant > MOST_PEOPLE) {
            throw new IllegalArgumentException(
                    "there are " + peoplePerVariant + " people per variant; give 1 to " + MOST_PEOPLE);
        }
        ExperimentSpec.requireDayLength(dayLength);
    }

    /** An experiment of the standard profile. */
    public DemoExperiment(int treatments, int peoplePerVariant, long seed, Duration dayLength) {
        this(treatments, peoplePerVariant, seed, dayLength, Profile.STANDARD);
    }

    /** The experiment. Its ids follow from what was chosen, so the same choice is the same experiment. */
    public ExperimentSpec spec() {
        SplittableRandom ids =
                new SplittableRandom(seed ^ Objects.hash(treatments, peoplePerVariant, dayLength, profile.name()));
        String experimentId = id("exp_", ids);
        List<VariantSpec> variants = new ArrayList<>();
        variants.add(VariantSpec.control(id("var_", ids)).named("Control").limitedBy(LIMITS));
        for (int treatment = 0; treatment < treatments; treatment++) {
            variants.add(VariantSpec.treatment(id("var_", ids), LIMITS).named(treatmentName(treatment)));
        }
        return ExperimentSpec.builder(experimentId, "Demo Sandbox Experiment", variants)
                .hypothesis("Other rewards make people scan more.")
                .people(new PeopleSpec.Simulated(SCENARIO, seed, peoplePerVariant))
                .dayLength(dayLength)
                .profile(profile)
                .build();
    }

    private String treatmentName(int treatment) {
        String letter = String.valueOf((char) ('A' + treatment));
        return switch (profile) {
            case STANDARD -> "Treatment-" + letter;
            case COMPATIBLE -> treatment == 0 ? "Agent-Treatment" : "Agent-Treatment-" + letter;
        };
    }

    /** The treatment that everybody may change. */
    public VariantSpec firstTreatment() {
        return spec().variants().get(1);
    }

    /**
     * Starts the experiment in memory; it runs until somebody ends it. Computes the people's life before the experiment, which
     * takes a moment.
     *
     * @param scheduler its clock, on which the days are played: one thread that does nothing else, since a day is work for the
     *     processor
     */
    public Experiment start(Scheduler scheduler) {
        Experiment experiment = Experiment.simulated(spec(), scheduler);
        experiment.start(START).subscribe();
        return experiment;
    }

    /**
     * Starts the experiment among others, or lets it go on if it is among them already.
     *
     * @return a cold publisher of the running experiment; the errors are those of {@link Experiments#create}
     */
    public Mono<Experiment> startIn(Experiments experiments) {
        return Mono.defer(() -> experiments.ongoing(spec(), START));
    }

    /**
     * The token of each treatment by its name. The first one is known to everybody; the others are handed out when they are asked
     * for the first time, and stay the same.
     *
     * @param experiments those in which it was started
     * @return a cold publisher
     */
    public Mono<Map<String, String>> tokens(Experiments experiments) {
        return Mono.defer(() -> {
            ExperimentSpec spec = spec();
            return Flux.fromIterable(spec.variants().subList(1, spec.variants().size()))
                    .concatMap(
                            treatment -> token(experiments, spec, treatment)
                                    .map(secret -> Map.entry(treatment.name(), secret)),
                            1)
                    .collectMap(Map.Entry::getKey, Map.Entry::getValue, LinkedHashMap::new);
        });
    }

    private static Mono<String> token(Experiments experiments, ExperimentSpec spec, VariantSpec treatment) {
        if (treatment.equals(spec.variants().get(1))) {
            return Mono.just(TOKEN);
        }
        return experiments.tokens().standing(spec, treatment.id(), START).map(IssuedToken::secret);
    }

    private static String id(String prefix, SplittableRandom ids) {
        return String.format(Locale.ROOT, "%s%08x", prefix, ids.nextInt());
    }
}
