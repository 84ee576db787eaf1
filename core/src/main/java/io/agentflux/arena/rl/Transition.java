package io.agentflux.arena.rl;

import io.agentflux.arena.ConfigResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step, with all that is needed to learn from it later.
 *
 * @param episode the number of the episode, from 1
 * @param step the number of the step in the episode, from 1
 * @param before what was seen when the action was chosen
 * @param action the action
 * @param result what became of the update; null if the action was to hold, or if the arena closed before it answered
 * @param after what was seen afterwards; the same as before if the arena had closed
 * @param reward what the step was worth
 * @param terminated whether the arena has closed
 * @param truncated whether the episode ended because it was long enough
 */
public record Transition(
        long episode,
        int step,
        Moment before,
        List<Double> action,
        @Nullable ConfigResult result,
        Moment after,
        double reward,
        boolean terminated,
        boolean truncated) {

    /** Copies the action. */
    public Transition {
        action = List.copyOf(action);
    }

    /** Whether no step of the episode follows. */
    public boolean isLast() {
        return terminated || truncated;
    }
}
