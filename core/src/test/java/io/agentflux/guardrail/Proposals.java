package io.agentflux.guardrail;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import java.time.Instant;
import java.util.Map;

/** Proposals for tests. */
final class Proposals {

    static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private Proposals() {}

    /** A proposal that no guardrail but the delta clamp can object to. */
    static Proposal harmless(Economy current, Map<EconomyParameter, Double> requested) {
        return new Proposal(requested, requested, current, false, ExperimentStatus.RUNNING, null, null, NOW);
    }

    static Proposal harmless(EconomyParameter parameter, double current, double requested) {
        return harmless(Economy.defaults().with(parameter, current), Map.of(parameter, requested));
    }
}
