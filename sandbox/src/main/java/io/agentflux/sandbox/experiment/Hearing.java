package io.agentflux.sandbox.experiment;

import java.time.Instant;

/**
 * What an update is judged by, beside the rules.
 *
 * @param experiment the experiment as it is, all changes included that are still on their way to the disk
 * @param at the time of the decision
 * @param decisionId the id of the decision
 */
record Hearing(ExperimentState experiment, Instant at, String decisionId) {}
