package io.agentflux.sandbox.experiment;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.RejectionCode;
import io.agentflux.guardrail.ExtraParameter;
import io.agentflux.guardrail.Guardrail;
import io.agentflux.guardrail.GuardrailChain;
import io.agentflux.guardrail.Proposal;
import io.agentflux.guardrail.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns an update into a decision by asking the guardrails. Pure: nothing is changed and nothing is kept here. */
final class Judgement {

    private final VariantSpec variant;
    private final Profile profile;
    private final List<ExtraParameter> parameters;
    private final Guardrail guardrails;
    private final Guardrail whenApproved;
    private final Guardrail gates;

    Judgement(VariantSpec variant, ExperimentSpec experiment) {
        this.variant = variant;
        this.profile = experiment.profile();
        this.parameters = experiment.parameters();
        this.guardrails = profile.guardrails(variant.limits(), variant.extra());
        this.whenApproved = profile.guardrails(variant.limits(), variant.extra().approved());
        this.gates = GuardrailChain.gates(variant.limits());
    }

    Decision of(ConfigUpdate update, Hearing hearing) {
        return by(false, update, hearing);
    }

    /** Judges an update that a person has approved: by all the same rules but that one. */
    Decision ofApproved(ConfigUpdate update, Hearing hearing) {
        return by(true, update, hearing);
    }

    /**
     * Whether an update says the same as an earlier one and only that one is in its way. Never so in the compatible profile, where
     * each update that is too early is a strike, said before or not.
     */
    boolean isTooEarlyAfter(ConfigResult earlier, ConfigUpdate update, ExperimentState experiment, Instant now) {
        if (profile == Profile.COMPATIBLE) {
            return false;
        }
        ConfigResult anew = of(update, new Hearing(experiment, now, earlier.decisionLogId()))
                .result();
        return earlier.accepted()
                && anew.isRejectedAs(RejectionCode.RATE_LIMITED)
                && Objects.equals(anew.nextAllowedUpdate(), earlier.nextAllowedUpdate());
    }

    private Decision by(boolean isApproved, ConfigUpdate update, Hearing hearing) {
        ExperimentState experiment = hearing.experiment();
        Instant now = hearing.at();
        VariantState state = experiment.variant(variant.id());
        Map<EconomyParameter, Double> requested = EconomyParameter.known(update.economyOverrides());
        Proposal proposal = new Proposal(
                requested,
                requested,
                state.economy(),
                variant.isControl(),
                experiment.status(),
                freezeInForce(experiment.freeze(), struckOut(state) ? Profile.STRUCK_OUT : state.freeze(), now),
                state.lastAccepted(),
                now);
        ParameterChanges changes = ParameterChanges.of(
                parameters, update, state.economy(), variant.limits().deltaLimitPercent());
        Guardrail rules = isApproved ? whenApproved : guardrails;
        Verdict verdict = changes.isEmpty() ? rules.check(proposal) : withParameters(proposal, changes, isApproved);
        return new Decision(hearing.decisionId(), now, update, result(verdict, changes, ignoredKeys(update), hearing));
    }

    /** Judges an update of parameters beside the ten, which are within their limits already, and perhaps of some of the ten. */
    private Verdict withParameters(Proposal proposal, ParameterChanges changes, boolean isApproved) {
        Guardrail rules = proposal.values().isEmpty() ? gates : whenApproved;
        Verdict verdict = rules.check(proposal);
        if (!(verdict instanceof Verdict.Passed passed)
                || isApproved
                || !variant.extra().needsApproval()) {
            return verdict;
        }
        Map<String, Double> wanted = EconomyParameter.byWireName(passed.values());
        wanted.putAll(changes.applied());
        return Verdict.Rejected.untilApproved(wanted);
    }

    private boolean struckOut(VariantState state) {
        return profile == Profile.COMPATIBLE && state.conduct().strikes() >= Profile.MOST_STRIKES;
    }

    /** That of the experiment before that of the variant, unless the variant's lasts longer. */
    private static Proposal.@Nullable Freeze freezeInForce(
            Proposal.@Nullable Freeze experiment, Proposal.@Nullable Freeze variant, Instant now) {
        boolean ofExperiment = isInForce(experiment, now);
        boolean ofVariant = isInForce(variant, now);
        if (ofExperiment && ofVariant) {
            return lastsLonger(variant, experiment) ? variant : experiment;
        }
        return ofExperiment ? experiment : ofVariant ? variant : null;
    }

    private static boolean isInForce(Proposal.@Nullable Freeze freeze, Instant now) {
        return freeze != null && (freeze.until() == null || now.isBefore(freeze.until()));
    }

    private static boolean lastsLonger(Proposal.@Nullable Freeze one, Proposal.@Nullable Freeze other) {
        Instant end = one == null ? Instant.MIN : one.until();
        Instant otherEnd = other == null ? Instant.MIN : other.until();
        return otherEnd != null && (end == null || end.isAfter(otherEnd));
    }

    private ConfigResult result(Verdict verdict, ParameterChanges changes, List<String> ignored, Hearing hearing) {
        if (verdict instanceof Verdict.Passed passed) {
            Map<String, Double> applied = EconomyParameter.byWireName(passed.values());
            applied.putAll(changes.applied());
            Map<String, ClampedDelta> clamped = EconomyParameter.byWireName(passed.clampedDeltas());
            clamped.putAll(changes.clampedDeltas());
            return new ConfigResult(
                    true,
                    applied,
                    clamped,
                    null,
                    null,
                    hearing.at().plus(variant.limits().updateInterval()),
                    hearing.decisionId(),
                    ignored);
        }
        Verdict.Rejected rejected = (Verdict.Rejected) verdict;
        return new ConfigResult(
                false,
                Map.of(),
                Map.of(),
                rejected.code().name(),
                rejected.code() == RejectionCode.NO_VALID_KEYS
                        ? namingParameters(rejected.detail())
                        : rejected.detail(),
                rejected.nextAllowedUpdate(),
                hearing.decisionId(),
                ignored);
    }

    private List<String> ignoredKeys(ConfigUpdate update) {
        return update.economyOverrides().keySet().stream()
                .filter(name -> EconomyParameter.ofWireName(name).isEmpty()
                        && parameters.stream()
                                .noneMatch(parameter -> parameter.name().equals(name)))
                .toList();
    }

    private String namingParameters(String detail) {
        return parameters.isEmpty()
                ? detail
                : detail + " This experiment has "
                        + String.join(
                                ", ",
                                parameters.stream().map(ExtraParameter::name).toList())
                        + " beside them.";
    }
}
