package io.agentflux.sandbox.experiment;

import io.agentflux.arena.RejectionCode;
import io.agentflux.guardrail.ExtraGuardrails;
import io.agentflux.guardrail.Guardrail;
import io.agentflux.guardrail.GuardrailChain;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.guardrail.Proposal;
import io.agentflux.guardrail.Verdict;
import java.util.List;

/** How an experiment reads the points in which the protocol's descriptions differ. */
public enum Profile {

    /** As documented. */
    STANDARD {
        @Override
        Guardrail guardrails(GuardrailLimits limits, ExtraGuardrails extra) {
            return GuardrailChain.of(limits, extra);
        }
    },

    /**
     * As the older demonstration server did it. The clamp is around the global default and rounds afterwards; three updates in a
     * row that were too early or named no parameter freeze the variant for exactly one more update, and an update that says the same
     * as the one before is judged like any other. What agents are shown is not
     * measured on the people but follows from the economy by curves, with noise: four metrics, of which FEEDBACK_QUALITY is a
     * mark from 0 to 5, head counts and sample sizes that grow the more often the agent asks, and a confidence that follows from
     * how often it has asked since the server was started: low twice, medium up to seven times, then high. So the variants are
     * not compared either. Not for real people.
     */
    COMPATIBLE {
        @Override
        Guardrail guardrails(GuardrailLimits limits, ExtraGuardrails extra) {
            Guardrail before = new GuardrailChain(List.of(
                    Guardrail.controlLock(),
                    Guardrail.statusGate(),
                    proposal -> STRUCK_OUT.equals(proposal.freeze())
                            ? new Verdict.Rejected(RejectionCode.CIRCUIT_BREAKER_ACTIVE, STRUCK_OUT.reason(), null)
                            : Guardrail.freeze().check(proposal),
                    Guardrail.rateLimit(limits.updateInterval())));
            Guardrail clamp = new CompatibleClamp(limits.deltaLimitPercent());
            return proposal -> {
                Verdict verdict = before.check(proposal);
                return verdict instanceof Verdict.Passed ? clamp.check(proposal) : verdict;
            };
        }
    };

    /** After so many updates in a row that were too early or named nothing, a variant of the compatible profile freezes. */
    static final int MOST_STRIKES = 3;

    /** The freeze of a variant that has so many strikes. Nobody has to release it: it ends with the update that it refuses. */
    static final Proposal.Freeze STRUCK_OUT = new Proposal.Freeze(
            "Frozen for this update, since " + MOST_STRIKES
                    + " in a row were too early or named no parameter; the next one is judged again.",
            null);

    abstract Guardrail guardrails(GuardrailLimits limits, ExtraGuardrails extra);
}
