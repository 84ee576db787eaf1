package io.agentflux.time;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tasks by time of being due, then by submission: a heap with four children per node whose keys lie beside one another, which
 * saves most of the cache misses of a binary heap of objects. Not safe for use by several threads at once.
 */
final class TaskQueue {

    private static final int ARITY_SHIFT = 2;
    private static final int ROOM = 1024;

    private long[] due = new long[ROOM];
    private @Nullable SimulatedTask[] tasks = new SimulatedTask[ROOM];
    private int size;
    private long submissions;

    int size() {
        return size;
    }

    /** When the first task is due; {@code Long.MAX_VALUE} if there is none. */
    long firstDue() {
        return size == 0 ? Long.MAX_VALUE : due[0];
    }

    /**
     * Adds a task. When there is no room left, cancelled tasks go first, so that they never take more room than live ones.
     *
     * @return how many cancelled tasks went
     */
    int add(SimulatedTask task) {
        int removed = 0;
        if (size == tasks.length) {
            removed = removeDead();
            if (size > tasks.length >> 1) {
                due = Arrays.copyOf(due, 2 * tasks.length);
                tasks = Arrays.copyOf(tasks, 2 * tasks.length);
            }
        }
        task.submission = submissions++;
        siftUp(size++, task);
        return removed;
    }

    @Nullable SimulatedTask poll() {
        if (size == 0) {
            return null;
        }
        SimulatedTask first = tasks[0];
        SimulatedTask last = removeLast();
        if (size > 0) {
            siftDown(0, last);
        }
        return first;
    }

    private int removeDead() {
        int live = 0;
        for (int i = 0; i < size; i++) {
            SimulatedTask task = at(i);
            if (!task.isDead()) {
                tasks[live++] = task;
            }
        }
        int removed = size - live;
        Arrays.fill(tasks, live, size, null);
        size = live;
        for (int i = 0; i < live; i++) {
            due[i] = at(i).due;
        }
        for (int i = live >> ARITY_SHIFT; i >= 0 && live > 1; i--) {
            siftDown(i, at(i));
        }
        return removed;
    }

    void clear() {
        Arrays.fill(tasks, 0, size, null);
        size = 0;
    }

    private SimulatedTask removeLast() {
        SimulatedTask last = at(--size);
        tasks[size] = null;
        return last;
    }

    private void siftUp(int from, SimulatedTask task) {
        int hole = from;
        while (hole > 0) {
            int parent = (hole - 1) >> ARITY_SHIFT;
            if (!isBefore(task, parent)) {
                break;
            }
            put(hole, at(parent));
            hole = parent;
        }
        put(hole, task);
    }

    private void siftDown(int from, SimulatedTask task) {
        int hole = from;
        int child = firstChild(hole);
        while (child < size) {
            int first = child;
            int end = Math.min(child + (1 << ARITY_SHIFT), size);
            for (int other = child + 1; other < end; other++) {
                if (due[other] <= due[first] && isBefore(at(other), first)) {
                    first = other;
                }
            }
            if (isBefore(task, first)) {
                break;
            }
            put(hole, at(first));
            hole = first;
            child = firstChild(hole);
        }
        put(hole, task);
    }

    private static int firstChild(int parent) {
        return (parent << ARITY_SHIFT) + 1;
    }

    private boolean isBefore(SimulatedTask task, int other) {
        return task.due != due[other] ? task.due < due[other] : task.submission < at(other).submission;
    }

    private void put(int index, SimulatedTask task) {
        due[index] = task.due;
        tasks[index] = task;
    }

    private SimulatedTask at(int index) {
        return Objects.requireNonNull(tasks[index]);
    }
}
