package io.agentflux.orchestrator;

import io.agentflux.arena.Metric;
import io.agentflux.statistics.TTest;

/**
 * One metric of one entrant over all worlds, each world counting once.
 *
 * @param entrant the entrant
 * @param metric the metric
 * @param control the control's mean over worlds
 * @param value the entrant's mean over worlds
 * @param test the paired test of the entrant's value minus the control's, worlds being the units
 */
public record MetricSummary(String entrant, Metric metric, double control, double value, TTest test) {}
