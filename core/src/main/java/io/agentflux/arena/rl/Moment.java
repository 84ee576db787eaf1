package io.agentflux.arena.rl;

import io.agentflux.arena.Economy;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;

/**
 * What an environment can see of an arena at one time.
 *
 * @param signals what the arena reports
 * @param economy the economy in force
 */
public record Moment(Signals signals, Economy economy) {

    /** The value of a metric; 0 if the arena does not report it. */
    public double value(Metric metric) {
        return signals.metric(metric).map(MetricSignal::value).orElse(0.0);
    }
}
