package io.agentflux.sandbox.metrics;

/**
 * Who is there.
 *
 * @param enrolled people enrolled
 * @param activeToday people who opened the app on the last day recorded
 * @param activeThisWeek people who did within the last seven days
 * @param totalScans counted scans of everybody since the engine was attached, so since the experiment began
 */
public record Headcount(int enrolled, int activeToday, int activeThisWeek, long totalScans) {}
