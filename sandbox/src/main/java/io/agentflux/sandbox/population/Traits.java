package io.agentflux.sandbox.population;

import static io.agentflux.sandbox.population.BehaviourConstant.*;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws who a person is, once, from the person's key alone: the segment first, then everything else given the segment.
 * {@link StrictMath} gives the same people on every platform.
 */
final class Traits {

    private static final long STREAM = 0x7261697473L;
    private static final double MOST_EXTRA_SCANS = 40;
    private static final double MOST_LOSS_AVERSION = 5;
    private static final double LEAST_MOTIVATION = .02;
    private static final float FIRST_HABIT = .10f;

    /** Effort of a usual scan with what comes of it, and the unit in which effort is counted. */
    private static final double EFFORT_PER_SCAN = 1.62;

    private static final double EFFORT_UNIT = .05;

    private final BehaviourConstants constants;
    private final List<Segment> segments;
    private final double worthOfScan;
    private final double lumpSum;

    Traits(BehaviourConstants constants, List<Segment> segments, Economy defaultEconomy) {
        this.constants = constants;
        this.segments = segments;
        worthOfScan = DayEconomy.worthOfScan(constants, defaultEconomy);
        lumpSum = defaultEconomy.value(EconomyParameter.FIRST_SCAN_OF_DAY_XP) + 20;
    }

    void draw(PersonBlock people, int i) {
        SplittableRandom random = new SplittableRandom(RandomWords.mix(people.key[i] ^ STREAM));
        int index = segmentIndex(random.nextDouble());
        Segment segment = segments.get(index);
        people.segment[i] = (byte) index;

        double shape = constants.value(EXTRA_SCANS_SHAPE);
        double extraScans = Math.min(
                MOST_EXTRA_SCANS,
                constants.value(EXTRA_SCANS_SCALE) * segment.extraScans() * gamma(random, shape) / shape);
        double concentration = constants.value(MOTIVATION_CONCENTRATION);
        double pro = gamma(random, segment.motivation() * concentration);
        double contra = gamma(random, (1 - segment.motivation()) * concentration);
        float motivation = (float) Math.max(LEAST_MOTIVATION, pro / (pro + contra));
        people.openingOdds[i] = (float) (constants.value(OPENING_ODDS_SCALE)
                * segment.openingOdds()
                * StrictMath.exp(constants.value(OPENING_ODDS_SPREAD) * gaussian(random)));
        people.rewardSensitivity[i] = (float) (segment.rewardSensitivity()
                * StrictMath.exp(constants.value(REWARD_SENSITIVITY_SPREAD) * gaussian(random)));
        people.lossAversion[i] = (float) Math.min(
                MOST_LOSS_AVERSION,
                constants.value(LOSS_AVERSION_MEDIAN)
                        * StrictMath.exp(constants.value(LOSS_AVERSION_SPREAD) * gaussian(random)));
        double frailtyShape = constants.value(CHURN_FRAILTY_SHAPE);
        people.churnFrailty[i] = (float) (segment.churnFrailty() * gamma(random, frailtyShape) / frailtyShape);
        people.steerability[i] = (float)
                (random.nextDouble() < constants.value(STEERABLE_SHARE) ? 1 : constants.value(STEERABILITY_OF_OTHERS));
        people.weekdayPerson[i] = random.nextDouble() < constants.value(WEEKDAY_SHARE) ? 1 : 0;

        people.extraScans[i] = (float) extraScans;
        people.inverseScans[i] = (float) (1 / (1 + extraScans));
        people.inverseCapacity[i] =
                (float) (EFFORT_UNIT / (constants.value(CAPACITY_SLACK) * (1 + extraScans) * EFFORT_PER_SCAN));
        people.baselineMotivation[i] = motivation;
        people.inverseBaseline[i] = 1f / motivation;
        people.motivation[i] = motivation;
        people.reference[i] = (float) (lumpSum + extraScans * worthOfScan);
        people.habit[i] = FIRST_HABIT;
        people.present[i] = 1;
    }

    private int segmentIndex(double uniform) {
        double cumulative = 0;
        int last = segments.size() - 1;
        for (int index = 0; index < last; index++) {
            cumulative += segments.get(index).share();
            if (uniform < cumulative) {
                return index;
            }
        }
        return last;
    }

    /** Box and Muller 1958. */
    private static double gaussian(SplittableRandom random) {
        double u = random.nextDouble();
        double v = random.nextDouble();
        return StrictMath.sqrt(-2 * StrictMath.log(1 - u)) * StrictMath.cos(2 * Math.PI * v);
    }

    /** Marsaglia and Tsang 2000. */
    private static double gamma(SplittableRandom random, double shape) {
        if (shape < 1) {
            return gamma(random, shape + 1) * StrictMath.pow(1 - random.nextDouble(), 1 / shape);
        }
        double d = shape - 1 / 3.0;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = gaussian(random);
            double v = 1 + c * x;
            if (v <= 0) {
                continue;
            }
            v = v * v * v;
            double u = 1 - random.nextDouble();
            if (StrictMath.log(u) < .5 * x * x + d - d * v + d * StrictMath.log(v)) {
                return d * v;
            }
        }
    }
}
