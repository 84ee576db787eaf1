package io.agentflux.sandbox.population;

import static io.agentflux.sandbox.population.BehaviourConstant.*;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import java.util.ArrayList;
import java.util.EnumMap;
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
            Map.of(),
            ScenarioGuardrails.ofDefaults(),
            Objective.ofDefaults());

    private static final Map<String, Scenario> BY_NAME = Stream.of(
                    STATIONARY,
                    noveltyDecay(),
                    seasonal(),
                    regimeShift(),
                    farmers(),
                    fragileRetention(),
                    sparse(),
                    intrinsicCrowdout(),
                    delayedBurnout(),
                    outage(),
                    large(),
                    multiTenant(),
                    consumerFunnel(),
                    randomised())
            .collect(Collectors.toUnmodifiableMap(Scenario::name, Function.identity()));

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

    private static Scenario.Builder extending(String name, String summary) {
        return STATIONARY.mutate().name(name).summary(summary);
    }

    private static Scenario noveltyDecay() {
        return extending("novelty-decay", "every change lifts activity for a while; favours an occasional refresh")
                .constant(NOVELTY_LIFT, .45)
                .constant(NOVELTY_MEMORY, .93)
                .build();
    }

    private static Scenario seasonal() {
        return extending("seasonal", "an eight-week season and dead weekends; favours comparison with the control")
                .constant(WEEKEND_ODDS_WEEKDAY, .25)
                .constant(WEEKDAY_SHARE, .75)
                .event(new ScenarioEvent.Season(56, .45))
                .build();
    }

    private static Scenario regimeShift() {
        return extending("regime-shift", "people change on day 42; favours noticing it")
                .event(new ScenarioEvent.Change(
                        42,
                        Map.of(
                                OPENING_CLIMATE, .75,
                                CROWDING, 1.1,
                                MOTIVATION_SPEED, .12,
                                CAP_REACH, 1.1,
                                STREAK_STAKE_PULL, .4,
                                STREAK_PRESSURE, .30,
                                INCOME_TARGETING, 2.6)))
                .build();
    }

    private static Scenario farmers() {
        return extending("farmers", "a fifth of the people farm points; favours watching quality")
                .segments(shares(.34, .26, .12, .06, .22))
                .constant(PERFUNCTORY_WEIGHT, .12)
                .constant(FALSE_ISSUE_WEIGHT, .03)
                .build();
    }

    private static Scenario fragileRetention() {
        return extending("fragile-retention", "people leave when disappointed; favours small steps and no streak bonus")
                .constant(CHURN_HAZARD, .009)
                .constant(STREAK_BREAK_STAKE, 1.1)
                .constant(PAY_CUT, .35)
                .constant(CHURN_BY_DISAPPOINTMENT, 3)
                .peoplePerVariant(2_000)
                .build();
    }

    private static Scenario sparse() {
        return extending("sparse", "two dozen people who seldom come; favours doing little")
                .constant(OPENING_ODDS_SCALE, .45)
                .constant(CHURN_HAZARD, .006)
                .peoplePerVariant(24)
                .build();
    }

    private static Scenario intrinsicCrowdout() {
        List<Segment> motivated = new ArrayList<>();
        double[] motivation = {.62, .68, .60, .85, .3};
        for (Segment segment : Segment.defaults()) {
            motivated.add(segment.withMotivation(motivation[motivated.size()]));
        }
        return extending("intrinsic-crowdout", "pay crowds out a strong motivation; favours paying less")
                .segments(motivated)
                .constant(CROWDING, .75)
                .constant(MOTIVATION_SPEED, .10)
                .build();
    }

    private static Scenario delayedBurnout() {
        return extending("delayed-burnout", "fatigue builds up over weeks; favours a long view and no streak bonus")
                .constant(FATIGUE_MEMORY, .96)
                .constant(FATIGUE_GAIN, 1.3)
                .constant(CAPACITY_SLACK, 1.05)
                .constant(MOTIVATION_SPEED, .03)
                .build();
    }

    private static Scenario outage() {
        return extending("outage", "the app is down on days 30 to 33; favours comparison with the control")
                .event(new ScenarioEvent.Outage(30, 34))
                .build();
    }

    private static Scenario large() {
        return extending("large", "a million people for each variant; favours exact gradients")
                .peoplePerVariant(1_000_000)
                .build();
    }

    /** An office that is there on weekdays, a campus, and volunteers who are there for the cause. */
    private static Scenario multiTenant() {
        List<Segment> volunteers = new ArrayList<>();
        for (Segment segment : Segment.defaults()) {
            double share = segment.name().equals("philanthropist") ? .5 : segment.share() * .5 / .92;
            volunteers.add(segment.withShare(share).withMotivation(Math.min(.95, segment.motivation() + .15)));
        }
        Economy frugal = Economy.defaults()
                .with(Map.of(EconomyParameter.SCAN_XP, 8.0, EconomyParameter.STREAK_BONUS_PER_DAY, 3.0));
        Economy written =
                Economy.defaults().with(Map.of(EconomyParameter.SCAN_XP, 5.0, EconomyParameter.FEEDBACK_XP, 20.0));
        double third = 1 / 3.0;
        return extending("multi-tenant", "an office, a campus and volunteers; favours an economy for each")
                .tenants(List.of(
                        new Tenant("office", third, Map.of(WEEKDAY_SHARE, .9), Segment.defaults(), frugal),
                        new Tenant("campus", third, Map.of(), Segment.defaults(), Economy.defaults()),
                        new Tenant("volunteers", third, Map.of(), volunteers, written)))
                .build();
    }

    private static Scenario consumerFunnel() {
        return extending("consumer-funnel", "newcomers every day, most of them soon gone; favours a good first week")
                .constant(OPENING_ODDS_SCALE, .22)
                .constant(CHURN_HAZARD, .04)
                .constant(CHURN_OF_NEWCOMERS, 6)
                .arrivalsPerDay(.03)
                .build();
    }

    private static Scenario randomised() {
        Map<BehaviourConstant, ConstantRange> ranges = new EnumMap<>(BehaviourConstant.class);
        for (BehaviourConstant constant : BehaviourConstant.values()) {
            ranges.put(constant, ConstantRange.plausible(constant));
        }
        return extending("randomised", "every constant drawn from its plausible range; favours robust agents")
                .ranges(ranges)
                .build();
    }

    private static List<Segment> shares(double... shares) {
        List<Segment> mix = new ArrayList<>();
        for (Segment segment : Segment.defaults()) {
            mix.add(segment.withShare(shares[mix.size()]));
        }
        return mix;
    }
}
