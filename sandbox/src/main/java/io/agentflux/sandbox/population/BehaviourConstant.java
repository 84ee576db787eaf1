package io.agentflux.sandbox.population;

import static io.agentflux.sandbox.population.BehaviourConstant.Unit.*;
import static io.agentflux.sandbox.population.Evidence.*;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every number of the behaviour model, in one place: symbol in the equations, default, plausible range, unit, meaning
 * and source. Where no range is written it is the default plus and minus a quarter, which is assumed.
 *
 * <p>The plausible range is what domain randomisation draws from; a scenario may leave it, but not the limits of the
 * {@link Unit}.
 */
public enum BehaviourConstant {
    // Who people are
    OPENING_ODDS_SPREAD("sigO", 1.0, 0.8, 1.2, SPREAD, "log-scale spread of the base odds of opening", CALIBRATED),
    OPENING_ODDS_SCALE("oScale", 1, FACTOR, "multiplies everybody's base odds of opening", ASSUMED),
    EXTRA_SCANS_SHAPE("lamShape", 4, SHAPE, "gamma shape of extra scans per active day", ASSUMED),
    EXTRA_SCANS_SCALE("lamScale", 1, FACTOR, "multiplies everybody's extra scans", ASSUMED),
    REWARD_SENSITIVITY_SPREAD("sigS", .30, SPREAD, "log-scale spread of reward sensitivity", ASSUMED),
    MOTIVATION_CONCENTRATION("conM", 14, SHAPE, "a + b of the beta law of intrinsic motivation", ASSUMED),
    LOSS_AVERSION_MEDIAN("lossMed", 1.955, 1.3, 2.3, FACTOR, "how much a loss outweighs a gain", LOSS_AVERSION),
    LOSS_AVERSION_SPREAD("sigL", .30, SPREAD, "log-scale spread of loss aversion", LOSS_AVERSION),
    CHURN_FRAILTY_SHAPE("qShape", 1.3, .5, 3, SHAPE, "gamma shape of the multiplier of the churn hazard", FRAILTY),
    STEERABLE_SHARE("steerShare", .25, .05, .40, SHARE, "share of people who fully steer by goals", STEERING),
    STEERABILITY_OF_OTHERS("steerLow", .25, SHARE, "how far everybody else steers by goals", STEERING),
    WEEKDAY_SHARE("weekdayShare", .40, SHARE, "share of people who are there on weekdays", ASSUMED),
    WEEKEND_ODDS_WEEKDAY("wkndWeekday", .60, .2, 1, FACTOR, "weekend factor of weekday people", ASSUMED),
    WEEKEND_ODDS_OTHERS("wkndAll", .95, .8, 1, FACTOR, "weekend factor of all-week people", ASSUMED),

    // Opening the app
    OPENING_CLIMATE("climate", 1, .75, 1.1, FACTOR, "multiplies the odds of opening on a day", ASSUMED),
    HABIT_PULL("kH", 3.0, FACTOR, "what full habit adds to the odds of opening", CALIBRATED),
    RELATIVE_REWARD_PULL("kRel", .28, FACTOR, "pull of reward relative to the reference", CALIBRATED),
    ABSOLUTE_REWARD_PULL("kAbs", .24, FACTOR, "pull of absolute reward", CALIBRATED),
    REWARD_HALF_POINT("A50", 70, POINTS, "reward of a day with half of the absolute pull", ASSUMED),
    REFERENCE_SOFTENING("R0", 25, POINTS, "softens the comparison with the reference", ASSUMED),
    FIRST_SCAN_WEIGHT("w1", 1.0, FACTOR, "weight of the first scan's bonus in what people expect", ASSUMED),
    FIRST_SCAN_HOOK("kHook", .22, FACTOR, "pull of the first scan's bonus by itself", ASSUMED),
    FIRST_SCAN_HALF_POINT("B50", 10, POINTS, "bonus with half of that pull", ASSUMED),
    STREAK_STAKE_PULL("kZ", 1.8, .72, 3.6, FACTOR, "pull of the streak bonus at stake", STREAKS),
    STREAK_SYMBOL_PULL("kSym", 1.2, .6, 1.8, FACTOR, "pull of the streak as a symbol", STREAKS),
    MISSION_PULL("kM", .5, .2, .8, FACTOR, "pull of a mission nearly done", GOAL_GRADIENT),
    MOTIVATION_PULL("kI", .5, SHARE, "share of the odds that follows intrinsic motivation", ASSUMED),
    DISAPPOINTMENT_RESISTANCE("kD", 1.0, FACTOR, "how disappointment keeps people away", ASSUMED),
    ABSENCE_RESISTANCE("kGap", .075, FACTOR, "how each day of absence keeps people away", CALIBRATED),

    // How many scans
    SCAN_PAY_PULL("kS", .28, .15, .40, FACTOR, "pull of pay per scan on the number of scans", CONCAVE_PAY),
    SCAN_PAY_HALF_POINT("S0", 4, POINTS, "pay per scan with half of that pull", CONCAVE_PAY),
    INCOME_TARGETING("kT", 1.3, .5, 2.5, FACTOR, "how lump sums make people stop sooner", INCOME_TARGETS),
    STREAK_BONUS_LUMP("lumpK", .5, SHARE, "share of the streak bonus seen as a lump sum", ASSUMED),
    SCAN_CAP_PULL("kG", .60, .2, .8, FACTOR, "pull of a scan cap just within reach", GOAL_GRADIENT),
    CAP_REACH("rG", 2.2, 1.1, 3, FACTOR, "cap that pulls hardest, in usual counts", GOAL_GRADIENT),
    FEEDBACK_CAP_PULL("kGf", .55, .2, .8, FACTOR, "pull of a feedback cap within reach", GOAL_GRADIENT),

    // What becomes of a scan
    PLAIN_SCAN_WEIGHT("w0a", .60, FACTOR, "weight of a scan with nothing added", CALIBRATED),
    RUSH_WEIGHT("w0b", .90, FACTOR, "weight of rushing to the next paid scan", ASSUMED),
    FEEDBACK_WEIGHT("wg1", .80, FACTOR, "weight of genuine feedback without pay", CALIBRATED),
    FEEDBACK_PAY_WEIGHT("wg2", .75, FACTOR, "weight that pay adds to genuine feedback", ASSUMED),
    FEEDBACK_HALF_POINT("F0", 8, POINTS, "pay with half of that effect", ASSUMED),
    PERFUNCTORY_WEIGHT("kp", .06, 0, .24, FACTOR, "weight of perfunctory feedback", GAMING),
    ISSUE_WEIGHT("pIss", .07, FACTOR, "weight of a genuine issue report", ASSUMED),
    FALSE_ISSUE_WEIGHT("kf", .008, 0, .032, FACTOR, "weight of a false issue report", GAMING),
    STATUS_WEIGHT("ks", .085, FACTOR, "weight of a status report", ASSUMED),
    STATUS_SALIENCE("gSR", .06, FACTOR, "status pay seen in the worth of a scan", ASSUMED),
    PHOTO_BASE("ph0", .12, SHARE, "share of feedback with a photo without pay", ASSUMED),
    PHOTO_PAY("ph1", .60, SHARE, "share that pay can add", ASSUMED),
    PHOTO_HALF_POINT("P0", 14, POINTS, "pay with half of that effect", ASSUMED),

    // Intrinsic motivation
    CROWDING("sig", .30, .1, 1.1, FACTOR, "crowding-out at the pivotal intensity of control", CROWDING_OUT),
    CONTROL_PIVOT("X0", 45, POINTS, "pivotal intensity of control", CROWDING_OUT),
    MOTIVATION_SPEED("etaI", .06, .03, .12, PER_DAY, "speed of intrinsic motivation on active days", CROWDING_OUT),
    COMPETENCE_GAIN("res", .045, 0, .08, PER_DAY, "gain of motivation by valid work", COMPETENCE),
    REJECTION_LOSS("rej", .035, PER_DAY, "loss of motivation by a rejected report", ASSUMED),
    CONTROL_BY_SCAN("xS", .6, FACTOR, "control felt per point of scan pay", ASSUMED),
    CONTROL_BY_FEEDBACK("xF", .8, FACTOR, "control felt per point of feedback pay", ASSUMED),
    CONTROL_BY_PHOTO("xP", .4, FACTOR, "control felt per point of photo pay", ASSUMED),
    CONTROL_BY_ISSUE("xI", .08, FACTOR, "control felt per point of issue pay", ASSUMED),
    CONTROL_BY_STATUS("xR", .10, FACTOR, "control felt per point of status pay", ASSUMED),
    CONTROL_BY_FIRST_SCAN("xB", .15, FACTOR, "control felt per point of first-scan bonus", ASSUMED),
    CONTROL_BY_STREAK("xK", .35, FACTOR, "control felt per point of daily streak bonus", ASSUMED),

    // Habit, reference, fatigue, disappointment
    HABIT_GAIN("hUp", .045, .02, .10, PER_DAY, "growth of habit on an active day", HABIT),
    HABIT_LOSS("hDn", .018, .01, .04, PER_DAY, "decay of habit on an idle day", HABIT),
    REFERENCE_SPEED("rho", .07, .03, .15, PER_DAY, "how fast the usual pay is learnt", REFERENCE),
    FATIGUE_MEMORY("wDecay", .84, .75, .96, PER_DAY, "fatigue left over the next day", ASSUMED),
    FATIGUE_GAIN("kW", .55, FACTOR, "fatigue by effort beyond capacity", ASSUMED),
    STREAK_PRESSURE("kPress", .14, .056, .28, FACTOR, "fatigue by having to keep a streak", STREAKS),
    CAPACITY_SLACK("capSlack", 1.22, 1.05, 1.4, SHAPE, "capacity for effort relative to a usual day", ASSUMED),
    DISAPPOINTMENT_MEMORY("dDecay", .90, .85, .95, PER_DAY, "disappointment left over the next day", ASSUMED),
    STREAK_BREAK_STAKE("kBreak", .30, .12, .60, FACTOR, "disappointment by the bonus lost", STREAKS),
    STREAK_BREAK_SYMBOL("kBreakSym", .13, .052, .26, FACTOR, "disappointment by the streak lost", STREAKS),
    PAY_CUT("kCut", .06, FACTOR, "disappointment by pay below the reference", LOSS_AVERSION),
    CAP_FRUSTRATION("kFr", .10, FACTOR, "disappointment by scans over the cap", ASSUMED),
    REJECTION_DISAPPOINTMENT("kRejD", .10, FACTOR, "disappointment by a rejected report", ASSUMED),

    // Leaving and coming back
    CHURN_HAZARD("h0", .0032, PER_DAY, "hazard of leaving on an idle day", CALIBRATED),
    CHURN_BY_ABSENCE("cG", 2.0, FACTOR, "growth of the hazard with absence", ASSUMED),
    CHURN_BY_DISAPPOINTMENT("cD", 1.6, FACTOR, "growth of the hazard with disappointment", ASSUMED),
    CHURN_BY_FATIGUE("cW", .8, FACTOR, "growth of the hazard with fatigue", ASSUMED),
    CHURN_OF_NEWCOMERS("cNew", 2.0, 1, 6, FACTOR, "growth of the hazard at tenure 0", EARLY_CHURN),
    CHURN_HABIT_SHIELD("cH", 1.8, FACTOR, "how habit shields from leaving", ASSUMED),
    RETURN_RATE("react", .0015, .0005, .003, PER_DAY, "share of the gone who come back each day", ASSUMED),

    // Reaction to change, missions, company
    NOVELTY_LIFT("kN", .06, .02, .20, FACTOR, "lift of the odds by a new economy", Evidence.NOVELTY),
    NOVELTY_MEMORY("novDecay", .90, .85, .96, PER_DAY, "novelty left over the next day", Evidence.NOVELTY),
    CONFUSION_COST("kConf", .10, FACTOR, "cost of a new economy", ASSUMED),
    CONFUSION_MEMORY("confDecay", .80, .7, .9, PER_DAY, "confusion left over the next day", ASSUMED),
    MISSION_POINTS("missionXp", 50, POINTS, "pay for a mission", ASSUMED),
    SOCIAL_PULL("kSoc", 0, 0, 0, FACTOR, "pull of the share of others active this week; 0 = off", ASSUMED);

    /** What a constant is measured in, with the limits beyond which the model has no meaning. */
    public enum Unit {
        /** A share of people or of a quantity. */
        SHARE(0, 1),
        /** A share per day. */
        PER_DAY(0, 1),
        /** Points. */
        POINTS(1e-3, 1e6),
        /** A plain multiplier or weight. */
        FACTOR(0, 1e3),
        /** The standard deviation of a logarithm. */
        SPREAD(0, 3),
        /** A parameter of a probability law that has to be positive. */
        SHAPE(.05, 1e3);

        private final double least;
        private final double most;

        Unit(double least, double most) {
            this.least = least;
            this.most = most;
        }

        /** The smallest value with a meaning. */
        public double least() {
            return least;
        }

        /** The largest value with a meaning. */
        public double most() {
            return most;
        }
    }

    private static final Map<String, BehaviourConstant> BY_NAME = Arrays.stream(values())
            .flatMap(constant -> Stream.of(Map.entry(constant.key(), constant), Map.entry(constant.symbol, constant)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final String symbol;
    private final double defaultValue;
    private final double plausibleLow;
    private final double plausibleHigh;
    private final Unit unit;
    private final String meaning;
    private final Evidence evidence;

    BehaviourConstant(String symbol, double value, Unit unit, String meaning, Evidence evidence) {
        this(symbol, value, 3 * value / 4, Math.min(5 * value / 4, unit.most), unit, meaning, evidence);
    }

    BehaviourConstant(
            String symbol, double value, double low, double high, Unit unit, String meaning, Evidence evidence) {
        this.symbol = symbol;
        this.defaultValue = value;
        this.plausibleLow = low;
        this.plausibleHigh = high;
        this.unit = unit;
        this.meaning = meaning;
        this.evidence = evidence;
    }

    /** The constant of that key or symbol, or empty if there is none. */
    public static Optional<BehaviourConstant> ofName(String keyOrSymbol) {
        return Optional.ofNullable(BY_NAME.get(keyOrSymbol));
    }

    /** The name in files, lower-case with dashes, such as {@code habit-gain}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The symbol in the equations, such as {@code hUp}; files may use it instead of the key. */
    public String symbol() {
        return symbol;
    }

    /** Whether the constant says who people are, used once when they are created, and not what they do. */
    public boolean isTrait() {
        return compareTo(WEEKDAY_SHARE) <= 0 || this == CAPACITY_SLACK;
    }

    /** The value in scenario {@code stationary}. */
    public double defaultValue() {
        return defaultValue;
    }

    /** The lower end of what is plausible. */
    public double plausibleLow() {
        return plausibleLow;
    }

    /** The upper end of what is plausible. */
    public double plausibleHigh() {
        return plausibleHigh;
    }

    /** The unit, which limits what can be set. */
    public Unit unit() {
        return unit;
    }

    /** What the constant says about people. */
    public String meaning() {
        return meaning;
    }

    /** What the default rests on. */
    public Evidence evidence() {
        return evidence;
    }
}
