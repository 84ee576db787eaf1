package io.agentflux.sandbox.experiment;

import io.agentflux.arena.Confidence;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.guardrail.ExtraGuardrails;
import io.agentflux.guardrail.Guardrail;
import io.agentflux.guardrail.GuardrailChain;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.guardrail.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How an experiment reads the points in which the protocol's descriptions differ. */
public enum Profile {

    /** As documented. */
    STANDARD {
        @Override
        Guardrail guardrails(GuardrailLimits limits, ExtraGuardrails extra) {
            return GuardrailChain.of(limits, extra);
        }

        @Override
        Map<String, MetricSignal> shown(Map<String, MetricSignal> metrics, int observations) {
            return metrics;
        }
    },

    /**
     * As the older demonstration server did it. The clamp is around the global default and rounds afterwards; three updates in a
     * row that were too early or named no parameter freeze the variant for exactly one more update; FEEDBACK_QUALITY is a mark
     * from 0 to 5; and the confidence of a signal follows from how often the agent has asked since the server was started, not
     * from the number of people: low twice, medium up to seven times, then high.
     */
    COMPATIBLE {
        @Override
        Guardrail guardrails(GuardrailLimits limits, ExtraGuardrails extra) {
            Guardrail before = new GuardrailChain(List.of(
                    Guardrail.controlLock(),
                    Guardrail.statusGate(),
                    Guardrail.freeze(),
                    Guardrail.rateLimit(limits.updateInterval())));
            Guardrail clamp = new CompatibleClamp(limits.deltaLimitPercent());
            return proposal -> {
                Verdict verdict = before.check(proposal);
                return verdict instanceof Verdict.Passed ? clamp.check(proposal) : verdict;
            };
        }

        @Override
        Map<String, MetricSignal> shown(Map<String, MetricSignal> metrics, int observations) {
            Confidence confidence =
                    observations < 3 ? Confidence.LOW : observations < 8 ? Confidence.MEDIUM : Confidence.HIGH;
            Map<String, MetricSignal> shown = new LinkedHashMap<>();
            metrics.forEach((name, signal) -> {
                double scale = name.equals(Metric.FEEDBACK_QUALITY.name()) ? BEST_MARK : 1;
                Double deviation = signal.standardDeviation();
                shown.put(
                        name,
                        new MetricSignal(
                                signal.value() * scale,
                                deviation == null ? null : deviation * scale,
                                signal.sampleSize(),
                                confidence));
            });
            return shown;
        }
    };

    private static final double BEST_MARK = 5;

    /** After so many updates in a row that were too early or named nothing, a variant of the compatible profile freezes. */
    static final int MOST_STRIKES = 3;

    abstract Guardrail guardrails(GuardrailLimits limits, ExtraGuardrails extra);

    /**
     * The metrics as an agent sees them.
     *
     * @param observations how often the agent has asked for them, this time included
     */
    abstract Map<String, MetricSignal> shown(Map<String, MetricSignal> metrics, int observations);
}
