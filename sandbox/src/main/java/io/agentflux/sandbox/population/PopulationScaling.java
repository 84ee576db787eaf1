package io.agentflux.sandbox.population;

import io.agentflux.arena.Economy;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/** How time and memory grow with the number of people: by CPU time of the calling thread, and by the heap that is left in use. */
public final class PopulationScaling {

    private static final int DAYS = 14;

    /** Small populations are created and played several times over, so that each size is measured for long enough. */
    private static final int LEAST_PEOPLE = 200_000;

    private static final long LEAST_PERSON_DAYS = 14_000_000;

    private PopulationScaling() {}

    /**
     * What one size costs.
     *
     * @param people how many people
     * @param nanosToCreate CPU time to create a person
     * @param nanosPerDay CPU time of a day of a person
     * @param bytesPerPerson heap that a person takes, all arrays and the places of the last block that are empty included
     */
    public record Point(int people, double nanosToCreate, double nanosPerDay, double bytesPerPerson) {}

    /** Measures some sizes of scenario {@code stationary}, after a small population has warmed the machine up. */
    public static List<Point> measure(List<Integer> sizes) {
        settled(8_192).playDays(Economy.defaults(), 40 * DAYS);
        List<Point> points = new ArrayList<>();
        for (int people : sizes) {
            points.add(measure(people));
        }
        return points;
    }

    private static SimulatedPopulation settled(int people) {
        return SimulatedPopulation.create(
                Scenario.stationary().mutate().burnInDays(0).build(), 1, people);
    }

    private static Point measure(int people) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        int copies = Math.max(1, LEAST_PEOPLE / people);
        double everybody = (double) copies * people;
        List<SimulatedPopulation> populations = new ArrayList<>(copies);
        long before = usedHeap();
        long start = threads.getCurrentThreadCpuTime();
        for (int copy = 0; copy < copies; copy++) {
            populations.add(settled(people));
        }
        double nanosToCreate = (threads.getCurrentThreadCpuTime() - start) / everybody;
        double bytes = (usedHeap() - before) / everybody;
        double personDays = 0;
        start = threads.getCurrentThreadCpuTime();
        while (personDays < LEAST_PERSON_DAYS) {
            populations.forEach(population -> population.playDays(Economy.defaults(), DAYS));
            personDays += everybody * DAYS;
        }
        double nanosPerDay = (threads.getCurrentThreadCpuTime() - start) / personDays;
        return new Point(people, nanosToCreate, nanosPerDay, bytes);
    }

    private static long usedHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
