package io.agentflux.sandbox.experiment;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.MetricSignal;
import io.agentflux.guardrail.Proposal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What changes while an experiment lives; replaced as a whole. It follows from the experiment's set-up and what happened since,
 * and from nothing else, so it can be built again from the log.
 *
 * @param status where the experiment is in its life
 * @param freeze why no variant takes updates, null if they do; may be over
 * @param tenantEconomy what the tenant sets differently from the global defaults
 * @param daysPlayed the number of whole days that the people have lived in this experiment
 * @param controlId the variant that the others are compared with
 * @param variants the variants by their ids, in the order of the set-up
 */
public record ExperimentState(
        ExperimentStatus status,
        Proposal.@Nullable Freeze freeze,
        Map<EconomyParameter, Double> tenantEconomy,
        int daysPlayed,
        String controlId,
        Map<String, VariantState> variants) {

    /** The state of one variant. */
    public VariantState variant(String variantId) {
        return Objects.requireNonNull(variants.get(variantId));
    }

    /** Whether the people live no other day. */
    boolean isOver() {
        return status == ExperimentStatus.COMPLETED || status == ExperimentStatus.ARCHIVED;
    }

    static ExperimentState initial(ExperimentSpec spec, Map<String, Cohort> cohorts) {
        Economy tenant = Economy.defaults().with(spec.tenantEconomy()).withExtra(spec.parameterDefaults());
        Map<String, VariantState> states = new LinkedHashMap<>();
        for (VariantSpec variant : spec.variants()) {
            Cohort cohort = Objects.requireNonNull(cohorts.get(variant.id()));
            states.put(variant.id(), VariantState.startingWith(variant, tenant, cohort.metrics()));
        }
        return new ExperimentState(
                ExperimentStatus.DRAFT,
                null,
                spec.tenantEconomy(),
                0,
                spec.control().id(),
                Collections.unmodifiableMap(states));
    }

    ExperimentState after(Occurrence occurrence) {
        if (occurrence instanceof Occurrence.Decided decided) {
            Map<String, MetricSignal> control = variant(controlId).metrics();
            return with(decided.variantId(), variant -> variant.after(decided.decision(), this::tenant, control));
        }
        if (occurrence instanceof Occurrence.DayPassed day) {
            return afterDay(day);
        }
        if (occurrence instanceof Occurrence.StatusChanged change) {
            return new ExperimentState(change.to(), freeze, tenantEconomy, daysPlayed, controlId, variants);
        }
        if (occurrence instanceof Occurrence.Frozen frozen) {
            return withFreeze(frozen.variantId(), frozen.freeze());
        }
        if (occurrence instanceof Occurrence.Released released) {
            return withFreeze(released.variantId(), null);
        }
        if (occurrence instanceof Occurrence.Denied denied) {
            return with(denied.variantId(), variant -> variant.denied(denied.decisionId()));
        }
        Occurrence.EconomyChanged change = (Occurrence.EconomyChanged) occurrence;
        Economy tenant = Economy.defaults().with(change.tenantEconomy());
        Map<String, VariantState> changed = new LinkedHashMap<>();
        variants.forEach((id, variant) -> changed.put(id, variant.under(tenant)));
        return new ExperimentState(
                status, freeze, change.tenantEconomy(), daysPlayed, controlId, Collections.unmodifiableMap(changed));
    }

    private Economy tenant() {
        return Economy.defaults().with(tenantEconomy);
    }

    private ExperimentState afterDay(Occurrence.DayPassed day) {
        Map<String, VariantState> changed = new LinkedHashMap<>(variants);
        for (Occurrence.LivedDay lived : day.lived()) {
            changed.computeIfPresent(lived.variantId(), (id, variant) -> variant.after(day.day(), lived));
        }
        int days = Math.max(daysPlayed, day.day());
        return new ExperimentState(
                status, freeze, tenantEconomy, days, controlId, Collections.unmodifiableMap(changed));
    }

    private ExperimentState withFreeze(@Nullable String variantId, Proposal.@Nullable Freeze change) {
        return variantId == null
                ? new ExperimentState(status, change, tenantEconomy, daysPlayed, controlId, variants)
                : with(variantId, variant -> variant.with(change));
    }

    private ExperimentState with(String variantId, UnaryOperator<VariantState> change) {
        Map<String, VariantState> changed = new LinkedHashMap<>(variants);
        changed.computeIfPresent(variantId, (id, variant) -> change.apply(variant));
        return new ExperimentState(
                status, freeze, tenantEconomy, daysPlayed, controlId, Collections.unmodifiableMap(changed));
    }
}
