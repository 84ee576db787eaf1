package io.agentflux.benchmarks;

import io.agentflux.arena.Economy;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.SimulatedPopulation;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/**
 * What is gained by keeping people in columns instead of giving each an object and a place in an event queue? One written rule (a day
 * on which a person perhaps opens the app, scans, earns and forms a habit) is played in three ways, which must come to the same
 * sum of points: by a scheduler of objects, by a plain loop over objects, and over columns. Beside them the whole model of the
 * sandbox, whose day is many times richer.
 *
 * <p>The scheduler is written here, in the manner of general agent frameworks: a queue ordered by time and order, from which
 * each agent is taken, stepped and put back for the next day. MASON, the usual yardstick, is not on Maven Central, so it is
 * not measured.
 *
 * <p>Arguments: people (100000), days (28), rounds (7). The ways alternate; medians of CPU time of the thread.
 */
public final class SchedulerComparison {

    private static final long STEP = 0x9E3779B97F4A7C15L;

    private SchedulerComparison() {}

    /** Runs the comparison and prints a line for each way. */
    public static void main(String[] arguments) {
        int people = argument(arguments, 0, 100_000);
        int days = argument(arguments, 1, 28);
        int rounds = argument(arguments, 2, 7);
        List<String> names = List.of("objects in an event queue", "objects in a loop", "columns", "the whole model");
        double[][] seconds = new double[names.size()][rounds];
        for (int round = -1; round < rounds; round++) {
            // the model lives 14 days of burn-in, so that a fork of it starts where people are settled
            SimulatedPopulation model = SimulatedPopulation.create(Scenario.stationary(), 1, people);
            model.playBurnIn();
            List<LongSupplier> ways = List.of(
                    () -> inQueue(people, days), () -> inLoop(people, days), () -> inColumns(people, days), () -> {
                        model.playDays(Economy.defaults(), days);
                        return 0;
                    });
            long[] sums = new long[ways.size()];
            for (int way = 0; way < ways.size(); way++) {
                double taken = secondsOf(ways.get(way), sums, way);
                if (round >= 0) {
                    seconds[way][round] = taken;
                }
            }
            if (sums[0] != sums[1] || sums[1] != sums[2]) {
                throw new IllegalStateException("The ways disagree on the points paid: " + Arrays.toString(sums));
            }
        }
        System.out.printf("%,d people, %d days, medians of %d rounds%n", people, days, rounds);
        for (int way = 0; way < names.size(); way++) {
            double[] ratios = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                ratios[round] = seconds[0][round] / seconds[way][round];
            }
            System.out.printf(
                    "%-26s %7.2f million person-days per CPU second, %6.1f times the event queue%n",
                    names.get(way), (double) people * days / median(seconds[way]) / 1e6, median(ratios));
        }
    }

    private static int argument(String[] arguments, int place, int fallback) {
        return arguments.length > place ? Integer.parseInt(arguments[place]) : fallback;
    }

    private static double secondsOf(LongSupplier way, long[] sums, int place) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        sums[place] = way.getAsLong();
        return (threads.getCurrentThreadCpuTime() - before) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static long word(long person, int day) {
        long z = (person * 0xD1342543DE82EF95L) + (day * STEP);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static boolean opens(long word, float habit) {
        return (word >>> 40) * 0x1p-24f < .2f + .6f * habit;
    }

    private static int scans(long word) {
        return 1 + (int) (((word & 0xffff) * 9) >>> 16);
    }

    private static int points(int scans, int streak) {
        return 10 * scans + 15 + Math.min(5 * streak, 50);
    }

    private static float habitAfter(float habit, boolean active) {
        return active ? habit + .045f * (1 - habit) : habit - .018f * habit;
    }

    /** A person as an object that is stepped. */
    private static final class Person implements Comparable<Person> {

        private final int order;
        private int day;
        private int streak;
        private float habit = .1f;
        private long earned;

        Person(int order) {
            this.order = order;
        }

        void step() {
            long word = word(order, day);
            boolean active = opens(word, habit);
            if (active) {
                earned += points(scans(word), streak);
            }
            streak = active ? streak + 1 : 0;
            habit = habitAfter(habit, active);
            day++;
        }

        @Override
        public int compareTo(Person other) {
            return day == other.day ? Integer.compare(order, other.order) : Integer.compare(day, other.day);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return order;
        }
    }

    private static List<Person> persons(int people) {
        List<Person> persons = new ArrayList<>(people);
        for (int order = 0; order < people; order++) {
            persons.add(new Person(order));
        }
        return persons;
    }

    private static long inQueue(int people, int days) {
        List<Person> persons = persons(people);
        PriorityQueue<Person> queue = new PriorityQueue<>(persons);
        for (Person next = queue.poll(); next != null; next = queue.poll()) {
            next.step();
            if (next.day < days) {
                queue.add(next);
            }
        }
        return earned(persons);
    }

    private static long inLoop(int people, int days) {
        List<Person> persons = persons(people);
        for (int day = 0; day < days; day++) {
            persons.forEach(Person::step);
        }
        return earned(persons);
    }

    private static long earned(List<Person> persons) {
        return persons.stream().mapToLong(person -> person.earned).sum();
    }

    private static long inColumns(int people, int days) {
        int[] streak = new int[people];
        float[] habit = new float[people];
        long earned = 0;
        Arrays.fill(habit, .1f);
        for (int day = 0; day < days; day++) {
            for (int person = 0; person < people; person++) {
                long word = word(person, day);
                boolean active = opens(word, habit[person]);
                if (active) {
                    earned += points(scans(word), streak[person]);
                }
                streak[person] = active ? streak[person] + 1 : 0;
                habit[person] = habitAfter(habit[person], active);
            }
        }
        return earned;
    }
}
