package io.agentflux.sandbox.experiment;

import io.agentflux.sandbox.metrics.MetricsEngine;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Collection;
import java.util.function.LongSupplier;

/** Whether the heap of this process has room for the people of one more experiment. */
final class HeapRoom {

    /** Of the heap for what stays; where more is taken, a process hardly does anything but collect garbage. */
    private static final double SHARE = 0.85;

    /** As measured and rounded up. What is kept of the last evenings comes with the first days. */
    private static final long BYTES_PER_VARIANT = 100_000;

    private static final long BYTES_PER_PERSON = 200;
    private static final long BYTES_PER_EVENING = 24;
    private static final int EVENINGS = MetricsEngine.WINDOW_DAYS + 2;
    private static final double MEGABYTE = 1e6;

    private final long most;
    private final LongSupplier used;
    private final Runnable collect;

    /**
     * The room of a heap.
     *
     * @param most how many bytes can stay in it
     * @param used how many bytes are taken, garbage included
     * @param collect takes the garbage away
     */
    HeapRoom(long most, LongSupplier used, Runnable collect) {
        this.most = (long) (most * SHARE);
        this.used = used;
        this.collect = collect;
    }

    /** That of this process. */
    static HeapRoom ofProcess() {
        Runtime process = Runtime.getRuntime();
        // what stays ends up in the one pool that can be told to warn; those for what is new cannot
        long most = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
                .mapToLong(HeapRoom::most)
                .max()
                .orElse(process.maxMemory());
        return new HeapRoom(most, () -> process.totalMemory() - process.freeMemory(), process::gc);
    }

    private static long most(MemoryPoolMXBean pool) {
        long most = pool.getUsage().getMax();
        return most < 0 ? Runtime.getRuntime().maxMemory() : most;
    }

    /**
     * Refuses an experiment for whose people there is no room beside those of others, as far as they are simulated: how many real
     * ones come is not known. Collects garbage first if that may make room.
     *
     * @param others the experiments that there are
     * @throws IllegalStateException if there is none
     */
    void require(ExperimentSpec wanted, Collection<Experiment> others) {
        int variants = wanted.variants().size();
        long people = people(wanted);
        long needed = BYTES_PER_VARIANT * variants + BYTES_PER_PERSON * people + evenings(wanted, 0);
        long promised = others.stream()
                .filter(other -> !other.state().isOver())
                .mapToLong(other -> evenings(other.spec(), other.daysPlayed()))
                .sum();
        if (used.getAsLong() + promised + needed <= most) {
            return;
        }
        collect.run();
        long left = Math.max(0, most - used.getAsLong() - promised);
        if (needed > left) {
            throw new IllegalStateException("experiment '" + wanted.name() + "' needs about " + megabytes(needed)
                    + " MB of memory for " + variants + " variants and " + people + " people, and " + megabytes(left)
                    + " MB of the " + megabytes(most)
                    + " MB that may be taken are left; complete or archive experiments"
                    + " that are over, ask for fewer people, or give Java a larger heap, as by"
                    + " AGENTFLUX_JAVA_OPTIONS=-Xmx2g");
        }
    }

    private static long people(ExperimentSpec experiment) {
        return experiment.people() instanceof PeopleSpec.Simulated simulated
                ? (long) simulated.perVariant() * experiment.variants().size()
                : 0;
    }

    /** What evenings to come will take. */
    private static long evenings(ExperimentSpec experiment, int daysPlayed) {
        return people(experiment) * BYTES_PER_EVENING * Math.max(0, EVENINGS - daysPlayed);
    }

    private static String megabytes(long bytes) {
        return String.valueOf(Math.round(bytes / MEGABYTE * 10) / 10.0);
    }
}
