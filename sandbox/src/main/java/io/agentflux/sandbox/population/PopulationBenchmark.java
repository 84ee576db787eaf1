package io.agentflux.sandbox.population;

import io.agentflux.arena.Economy;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How fast people live on one core: 8,192 people of scenario {@code stationary} play the same fortnight under the default
 * economy again and again, measured in CPU time of the thread. Alongside runs a loop of {@link SplittableRandom}, which
 * says how fast the core is at the moment.
 */
public final class PopulationBenchmark {

    private static final int PEOPLE = 8_192;
    private static final int DAYS = 14;
    private static final int CALIBRATION_WORDS = 2_000_000;

    private PopulationBenchmark() {}

    /**
     * What was measured.
     *
     * @param windows how many fortnights were measured
     * @param userDaysPerWindow person-days in each of them
     * @param bestNanosPerUserDay CPU time of a person-day in the fastest window
     * @param medianNanosPerUserDay CPU time of a person-day in the median window
     * @param calibrationNanos CPU time of one number of a {@link SplittableRandom}, at best
     * @param activeShare the share of people who opened the app, without which the time means little
     */
    public record Result(
            int windows,
            long userDaysPerWindow,
            double bestNanosPerUserDay,
            double medianNanosPerUserDay,
            double calibrationNanos,
            double activeShare) {

        /** Person-days per second of one core in the fastest window. */
        public double bestUserDaysPerSecond() {
            return 1e9 / bestNanosPerUserDay;
        }

        /** Person-days per second of one core in the median window. */
        public double medianUserDaysPerSecond() {
            return 1e9 / medianNanosPerUserDay;
        }
    }

    /** Measures so many windows, after as many for warming up as it takes; 60 take a second or two. */
    public static Result run(int windows) {
        if (windows < 1) {
            throw new IllegalArgumentException(windows + " windows measure nothing; give at least one");
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), 1, PEOPLE);
        people.playBurnIn();
        people.playDays(Economy.defaults(), 2 * DAYS);
        double[] nanos = new double[windows];
        double calibration = Double.POSITIVE_INFINITY;
        long active = 0;
        for (int window = 0; window < windows; window++) {
            SimulatedPopulation fork = people.fork();
            long before = threads.getCurrentThreadCpuTime();
            fork.playDays(Economy.defaults(), DAYS);
            nanos[window] = (threads.getCurrentThreadCpuTime() - before) / ((double) PEOPLE * DAYS);
            active += fork.history(2 * DAYS, 3 * DAYS).stream()
                    .mapToLong(DayTotals::active)
                    .sum();
            if (window % 20 == 0) {
                calibration = Math.min(calibration, calibrate(threads));
            }
        }
        Arrays.sort(nanos);
        return new Result(
                windows,
                (long) PEOPLE * DAYS,
                nanos[0],
                nanos[windows / 2],
                calibration,
                active / ((double) windows * PEOPLE * DAYS));
    }

    private static double calibrate(ThreadMXBean threads) {
        SplittableRandom random = new SplittableRandom(3);
        long sum = 0;
        double best = Double.POSITIVE_INFINITY;
        for (int turn = 0; turn < 6; turn++) {
            long before = threads.getCurrentThreadCpuTime();
            for (int word = 0; word < CALIBRATION_WORDS; word++) {
                sum ^= random.nextLong();
            }
            best = Math.min(best, (threads.getCurrentThreadCpuTime() - before) / (double) CALIBRATION_WORDS);
        }
        // the sum is used, so that the loop is not optimised away
        return sum == 0 ? Double.NaN : best;
    }
}
