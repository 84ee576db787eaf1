package io.agentflux.guardrail;

import io.agentflux.arena.RejectionCode;
import java.time.Duration;
import java.time.Instant;

record RateLimit(Duration updateInterval) implements Guardrail {

    @Override
    public Verdict check(Proposal proposal) {
        Instant lastAccepted = proposal.lastAccepted();
        if (lastAccepted == null) {
            return Guardrail.pass(proposal);
        }
        Instant nextAllowed = lastAccepted.plus(updateInterval);
        if (!proposal.now().isBefore(nextAllowed)) {
            return Guardrail.pass(proposal);
        }
        return new Verdict.Rejected(
                RejectionCode.RATE_LIMITED,
                "The last update was accepted at " + lastAccepted + " and the interval is " + text(updateInterval)
                        + "; the next one can be accepted at " + nextAllowed + ".",
                nextAllowed);
    }

    private static String text(Duration duration) {
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + " min" : duration.toMillis() + " ms";
    }
}
