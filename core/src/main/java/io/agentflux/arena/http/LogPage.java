package io.agentflux.arena.http;

import io.agentflux.arena.DecisionPage;

/**
 * A page of the audit log as it came.
 *
 * @param page what could be read of it
 * @param entries how many entries it has, those included that were left out
 */
record LogPage(DecisionPage page, int entries) {}
