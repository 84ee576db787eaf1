package io.agentflux.orchestrator;

import io.agentflux.statistics.Interval;
import io.agentflux.statistics.Sample;

/**
 * What 0 and 1 mean in the scores of a scenario.
 *
 * @param scenario the scenario
 * @param zero the mean objective of the control, over the worlds played
 * @param gain how much more the best static economy reaches on the control's people, the mean over the worlds played
 */
public record Yardstick(String scenario, double zero, Interval gain) {

    static Yardstick of(String scenario, Sample control, Sample gain, double level) {
        return new Yardstick(scenario, control.mean(), gain.meanInterval(level));
    }

    /**
     * Whether a gain of 1 can be told from nothing, so that scores can be expressed in it. With few people and few worlds even
     * the best economy may not show.
     */
    public boolean isUsable() {
        return gain.estimate() > 0 && !(gain.low() <= 0 && Double.isFinite(gain.low()));
    }
}
