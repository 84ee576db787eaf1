package io.agentflux.sandbox.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.agentflux.arena.Decision;
import io.agentflux.guardrail.ExtraParameter;
import io.agentflux.guardrail.Proposal;
import io.agentflux.sandbox.experiment.AgentContact;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.ExperimentState;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.experiment.VariantState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An experiment as an administrator is shown it. The components are the members of the JSON. */
record ExperimentView(
        String id,
        String name,
        String tenant,
        String hypothesis,
        String primaryMetric,
        List<String> extraMetrics,
        List<Parameter> parameters,
        String status,
        int experimentDays,
        @Nullable Integer days,
        String dayLength,
        @Nullable String startsAt,
        Map<String, Object> people,
        Map<String, Number> tenantEconomy,
        @Nullable Freeze freeze,
        @Nullable SampleView sample,
        List<OneVariant> variants) {

    /** Why no updates are taken, and until when if it ends by itself. */
    record Freeze(String reason, @Nullable String until) {}

    /** A parameter beside the ten; without effect if the arena pays people no different by it. */
    record Parameter(
            String name,
            String kind,
            @JsonProperty("default") Number byDefault,
            Number least,
            Number most,
            String description,
            boolean hasEffect) {}

    /** One of an experiment's variants. */
    record OneVariant(
            String variantId,
            String variantName,
            boolean isControl,
            boolean hasAgent,
            double enrolmentWeight,
            int streakFreezes,
            Map<String, Number> currentConfig,
            @Nullable String lastConfigUpdate,
            int totalDecisions,
            int rejectedDecisions,
            @Nullable Freeze freeze,
            Limits limits,
            @Nullable Waiting awaitingApproval,
            Agent agent,
            int enrolled,
            int activeToday,
            int active7d,
            long totalScans) {}

    /** What an agent may do. */
    record Limits(
            String updateInterval,
            Number deltaLimitPct,
            Map<String, Object> bounds,
            @Nullable Number dailyBudgetPoints,
            boolean needsApproval) {}

    /** An update that a person has to approve of. */
    record Waiting(String decisionId, String since, Map<String, Number> economyOverrides, String reasoning) {}

    /** When an agent was last heard of. */
    record Agent(
            @Nullable String lastSeen,
            @Nullable String lastHeartbeat,
            @Nullable String pollInterval) {}

    static ExperimentView of(Experiment experiment) {
        ExperimentSpec spec = experiment.spec();
        ExperimentState state = experiment.state();
        Instant now = experiment.now();
        return new ExperimentView(
                spec.id(),
                spec.name(),
                spec.tenant(),
                spec.hypothesis(),
                spec.primaryMetric().name(),
                spec.extraMetrics(),
                spec.parameters().stream()
                        .map(parameter -> parameter(parameter, spec.hasEffect(parameter)))
                        .toList(),
                state.status().name(),
                spec.dayAfter(state.daysPlayed()),
                spec.days(),
                spec.dayLength().toString(),
                text(spec.startsAt()),
                people(spec.people()),
                AdminJson.economy(state.tenantEconomy()),
                freeze(state.freeze(), now),
                SampleView.of(spec, state),
                spec.variants().stream()
                        .map(variant ->
                                variant(variant, state.variant(variant.id()), experiment.contact(variant.id()), now))
                        .toList());
    }

    private static Parameter parameter(ExtraParameter parameter, boolean hasEffect) {
        return new Parameter(
                parameter.name(),
                parameter.kind().name().toLowerCase(Locale.ROOT),
                AdminJson.number(parameter.defaultValue()),
                AdminJson.number(parameter.range().least()),
                AdminJson.number(parameter.range().most()),
                parameter.description(),
                hasEffect);
    }

    private static Map<String, Object> people(PeopleSpec people) {
        return people instanceof PeopleSpec.Simulated simulated
                ? Map.of(
                        "kind",
                        "simulated",
                        "scenario",
                        simulated.scenario(),
                        "seed",
                        simulated.seed(),
                        "perVariant",
                        simulated.perVariant())
                : Map.of("kind", "live", "assigned", people.isBySite() ? "sites" : "people");
    }

    private static OneVariant variant(VariantSpec spec, VariantState state, AgentContact contact, Instant now) {
        return new OneVariant(
                spec.id(),
                spec.name(),
                spec.isControl(),
                spec.hasAgent(),
                spec.enrolmentWeight(),
                spec.streakFreezes(),
                AdminJson.economy(state.economy()),
                text(state.lastAccepted()),
                state.accepted(),
                state.rejected(),
                freeze(state.freeze(), now),
                limits(spec),
                waiting(state.conduct().awaitingApproval()),
                new Agent(text(contact.lastSeen()), text(contact.lastHeartbeat()), text(contact.pollInterval())),
                state.headcount().enrolled(),
                state.headcount().activeToday(),
                state.headcount().activeThisWeek(),
                state.headcount().totalScans());
    }

    private static @Nullable Waiting waiting(@Nullable Decision decision) {
        if (decision == null) {
            return null;
        }
        Map<String, Number> wanted = new LinkedHashMap<>();
        decision.update().economyOverrides().forEach((name, value) -> wanted.put(name, AdminJson.number(value)));
        return new Waiting(
                decision.id(),
                decision.timestamp().toString(),
                wanted,
                decision.update().reasoning());
    }

    private static Limits limits(VariantSpec spec) {
        Map<String, Object> bounds = new TreeMap<>();
        spec.extra().bounds().forEach((parameter, limit) -> bounds.put(parameter.wireName(), limit));
        Double budget = spec.extra().dailyBudgetPoints();
        return new Limits(
                spec.limits().updateInterval().toString(),
                AdminJson.number(spec.limits().deltaLimitPercent()),
                bounds,
                budget == null ? null : AdminJson.number(budget),
                spec.extra().needsApproval());
    }

    /** A freeze that was given an end is over then, without anything happening. */
    private static @Nullable Freeze freeze(Proposal.@Nullable Freeze freeze, Instant now) {
        if (freeze == null || (freeze.until() != null && !now.isBefore(freeze.until()))) {
            return null;
        }
        return new Freeze(freeze.reason(), text(freeze.until()));
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static @Nullable String text(@Nullable Duration duration) {
        return duration == null ? null : duration.toString();
    }
}
