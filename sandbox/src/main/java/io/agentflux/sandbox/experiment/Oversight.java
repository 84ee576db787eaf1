package io.agentflux.sandbox.experiment;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.Economy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What people decide about a variant over the head of its agent: they approve of updates that wait for that, and take it back to
 * where it started. Pure: nothing is changed and nothing is kept here.
 */
final class Oversight {

    private final VariantSpec variant;
    private final Map<String, Double> parameterDefaults;
    private final Judgement judgement;

    Oversight(VariantSpec variant, ExperimentSpec experiment, Judgement judgement) {
        this.variant = variant;
        this.parameterDefaults = experiment.parameterDefaults();
        this.judgement = judgement;
    }

    /**
     * Makes sure that the update of a decision waits for approval.
     *
     * @throws IllegalStateException if it does not
     */
    void requireWaiting(String decisionId, ExperimentState experiment) {
        waiting(decisionId, experiment);
    }

    private ConfigUpdate waiting(String decisionId, ExperimentState experiment) {
        Decision waiting = experiment.variant(variant.id()).conduct().awaitingApproval();
        if (waiting == null || !waiting.id().equals(decisionId)) {
            throw new IllegalStateException(
                    "decision '" + decisionId + "' of variant '" + variant.name() + "' does not wait for approval; "
                            + (waiting == null ? "none does" : "'" + waiting.id() + "' does"));
        }
        return waiting.update();
    }

    /**
     * Judges an update that waits once more, now that it is approved of. The evidence names the decision that refused it, and who
     * approved.
     *
     * @throws IllegalStateException if it does not wait
     */
    Decision approve(String decisionId, Cause cause, Hearing hearing) {
        ConfigUpdate update = waiting(decisionId, hearing.experiment());
        Map<String, Object> evidence = new LinkedHashMap<>(update.evidence());
        evidence.put("approvedDecision", decisionId);
        evidence.put("approvedBy", cause.by());
        return judgement.ofApproved(new ConfigUpdate(update.economyOverrides(), update.reasoning(), evidence), hearing);
    }

    /** Whether the variant pays what it started with, as things are with its tenant. */
    boolean isAsAtStart(ExperimentState experiment) {
        return wayBack(experiment).isEmpty();
    }

    /** Takes the variant back to the economy that it started with, whatever the guardrails say. */
    Decision revert(Cause cause, Hearing hearing) {
        Map<String, Double> back = wayBack(hearing.experiment());
        String why = cause.reason().isBlank() ? "." : ": " + cause.reason();
        ConfigUpdate update = new ConfigUpdate(back, "Reverted by " + cause.by() + why, Map.of());
        ConfigResult result = new ConfigResult(
                true,
                back,
                Map.of(),
                null,
                null,
                hearing.at().plus(variant.limits().updateInterval()),
                hearing.decisionId(),
                List.of());
        return new Decision(hearing.decisionId(), hearing.at(), update, result);
    }

    /** What the variant would have to pay differently. */
    private Map<String, Double> wayBack(ExperimentState experiment) {
        Economy start = variant.startingEconomy(
                Economy.defaults().with(experiment.tenantEconomy()).withExtra(parameterDefaults));
        Map<String, Double> back = start.toWire();
        back.entrySet()
                .removeAll(experiment.variant(variant.id()).economy().toWire().entrySet());
        return back;
    }
}
