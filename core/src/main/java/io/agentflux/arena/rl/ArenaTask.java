package io.agentflux.arena.rl;

import io.agentflux.arena.Metric;
import java.time.Duration;

/**
 * What is to be learned in an arena: what can be done and seen, what it is worth, and how long an episode is. Immutable, each
 * method gives a changed copy.
 *
 * @param actions what can be done
 * @param observations what is seen
 * @param reward what a step is worth
 * @param settle how long the effect of an action is waited for before it is seen
 * @param stepLimit after how many steps an episode is truncated
 */
public record ArenaTask(
        ActionSpace actions, ObservationSpace observations, Reward reward, Duration settle, int stepLimit) {

    /** Refuses a time that runs backwards and episodes without a step. */
    public ArenaTask {
        if (settle.isNegative()) {
            throw new IllegalArgumentException("settle is " + settle + "; give a duration that is not negative");
        }
        if (stepLimit < 1) {
            throw new IllegalArgumentException("stepLimit is " + stepLimit + "; give at least 1");
        }
    }

    /**
     * A task in which everything is seen, a rising {@link Metric#SCAN_FREQUENCY} is rewarded, nothing is waited for, and
     * episodes end only when the arena closes.
     */
    public static ArenaTask of(ActionSpace actions) {
        return new ArenaTask(
                actions,
                ObservationSpace.flat(),
                Reward.change(Metric.SCAN_FREQUENCY),
                Duration.ZERO,
                Integer.MAX_VALUE);
    }

    /** The same with other observations; everything is seen by default. */
    public ArenaTask observing(ObservationSpace observations) {
        return new ArenaTask(actions, observations, reward, settle, stepLimit);
    }

    /** The same with another reward; the rise of {@link Metric#SCAN_FREQUENCY} by default. */
    public ArenaTask rewarding(Reward reward) {
        return new ArenaTask(actions, observations, reward, settle, stepLimit);
    }

    /**
     * The same with a wait between acting and seeing; none by default. Let it cover the time for which the arena caches
     * signals, five minutes as a rule, and the time that people take to change, which is days.
     */
    public ArenaTask settling(Duration settle) {
        return new ArenaTask(actions, observations, reward, settle, stepLimit);
    }

    /** The same with episodes of at most so many steps; by default they end only when the arena closes. */
    public ArenaTask stepLimit(int steps) {
        return new ArenaTask(actions, observations, reward, settle, steps);
    }
}
