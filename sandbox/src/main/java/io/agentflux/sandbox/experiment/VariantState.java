package io.agentflux.sandbox.experiment;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.Decision;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.guardrail.Proposal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What changes while a variant lives; replaced as a whole. */
record VariantState(
        Economy economy,
        @Nullable Instant lastAccepted,
        @Nullable Instant lastHeartbeat,
        Proposal.@Nullable Freeze freeze,
        int accepted,
        int rejected) {

    static VariantState startingWith(Economy economy) {
        return new VariantState(economy, null, null, null, 0, 0);
    }

    VariantState after(Decision decision) {
        ConfigResult result = decision.result();
        if (!result.accepted()) {
            return new VariantState(economy, lastAccepted, lastHeartbeat, freeze, accepted, rejected + 1);
        }
        return new VariantState(
                economy.with(EconomyParameter.known(result.appliedConfig())),
                decision.timestamp(),
                lastHeartbeat,
                freeze,
                accepted + 1,
                rejected);
    }

    VariantState heardOfAt(Instant heartbeat) {
        return new VariantState(economy, lastAccepted, heartbeat, freeze, accepted, rejected);
    }

    VariantState with(Proposal.@Nullable Freeze freeze) {
        return new VariantState(economy, lastAccepted, lastHeartbeat, freeze, accepted, rejected);
    }
}
