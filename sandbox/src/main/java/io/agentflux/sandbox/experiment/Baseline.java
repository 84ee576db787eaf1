package io.agentflux.sandbox.experiment;

import io.agentflux.arena.MetricSignal;
import java.util.Map;

/**
 * What had been measured, by name, when an update of a variant was accepted.
 *
 * @param own of the variant
 * @param control of the control, which tells what would have become of the variant without the update
 */
public record Baseline(Map<String, MetricSignal> own, Map<String, MetricSignal> control) {

    static final Baseline NONE = new Baseline(Map.of(), Map.of());
}
