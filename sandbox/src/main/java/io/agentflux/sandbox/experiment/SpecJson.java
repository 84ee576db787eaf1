package io.agentflux.sandbox.experiment;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.guardrail.Bounds;
import io.agentflux.guardrail.ExtraGuardrails;
import io.agentflux.guardrail.ExtraParameter;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.progress.Reward;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.ObjectNode;

/** An experiment's set-up as it is stored. */
final class SpecJson {

    /** A limit that an older version did not know of is 0, which sets none. */
    private static final ObjectReader HEALTH = ExperimentEvents.JSON
            .readerFor(HealthLimits.class)
            .without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private SpecJson() {}

    private record Body(
            String id,
            String name,
            String tenant,
            String hypothesis,
            String primaryMetric,
            Map<String, Double> tenantEconomy,
            List<VariantBody> variants,
            PeopleBody people,
            @Nullable Instant startsAt,
            Duration dayLength,
            @Nullable Integer days,
            @Nullable ObjectNode health,
            Duration signalCache,
            @Nullable AnalysisPlan plan,
            @Nullable String profile,
            @Nullable List<Reward> rewards,
            @Nullable List<String> extraMetrics,
            @Nullable List<ExtraParameter> parameters) {}

    private record VariantBody(
            String id,
            String name,
            boolean isControl,
            boolean hasAgent,
            Map<String, Double> startingEconomy,
            Duration updateInterval,
            double deltaLimitPercent,
            Map<String, Bounds> bounds,
            @Nullable Double dailyBudgetPoints,
            boolean needsApproval,
            double enrolmentWeight,
            @Nullable Integer streakFreezes,
            @Nullable Map<String, Double> startingParameters) {}

    /** Simulated people if there is a scenario, else real ones. */
    private record PeopleBody(
            @Nullable String scenario,
            long seed,
            int perVariant,
            @Nullable Boolean bySite,
            @Nullable Long draw) {}

    static String write(ExperimentSpec spec) {
        return ExperimentEvents.JSON.writeValueAsString(body(spec));
    }

    /** The set-up, with who wanted it and why. */
    static String write(ExperimentSpec spec, Cause cause) {
        ObjectNode tree = ExperimentEvents.JSON.valueToTree(body(spec));
        return tree.put("by", cause.by()).put("reason", cause.reason()).toString();
    }

    private static Body body(ExperimentSpec spec) {
        return new Body(
                spec.id(),
                spec.name(),
                spec.tenant(),
                spec.hypothesis(),
                spec.primaryMetric().name(),
                EconomyParameter.byWireName(spec.tenantEconomy()),
                spec.variants().stream().map(SpecJson::body).toList(),
                body(spec.people()),
                spec.startsAt(),
                spec.dayLength(),
                spec.days(),
                ExperimentEvents.JSON.valueToTree(spec.health()),
                spec.signalCache(),
                spec.plan(),
                spec.profile().name(),
                spec.rewards(),
                spec.extraMetrics(),
                spec.parameters());
    }

    private static VariantBody body(VariantSpec variant) {
        return new VariantBody(
                variant.id(),
                variant.name(),
                variant.isControl(),
                variant.hasAgent(),
                EconomyParameter.byWireName(variant.startingEconomy()),
                variant.limits().updateInterval(),
                variant.limits().deltaLimitPercent(),
                EconomyParameter.byWireName(variant.extra().bounds()),
                variant.extra().dailyBudgetPoints(),
                variant.extra().needsApproval(),
                variant.enrolmentWeight(),
                variant.streakFreezes(),
                variant.startingParameters());
    }

    private static PeopleBody body(PeopleSpec people) {
        return people instanceof PeopleSpec.Simulated simulated
                ? new PeopleBody(simulated.scenario(), simulated.seed(), simulated.perVariant(), null, simulated.draw())
                : new PeopleBody(null, 0, 0, people.isBySite() ? true : null, null);
    }

    static ExperimentSpec read(String json) {
        Body body = ExperimentEvents.JSON.readValue(json, Body.class);
        return ExperimentSpec.builder(
                        body.id(),
                        body.name(),
                        body.variants().stream().map(SpecJson::variant).toList())
                .tenant(body.tenant())
                .hypothesis(body.hypothesis())
                .primaryMetric(Metric.valueOf(body.primaryMetric()))
                .tenantEconomy(EconomyParameter.known(body.tenantEconomy()))
                .people(people(body.people()))
                .startsAt(body.startsAt())
                .dayLength(body.dayLength())
                .days(body.days())
                .health(body.health() == null ? HealthLimits.ofDefaults() : HEALTH.readValue(body.health()))
                .signalCache(body.signalCache())
                .plan(body.plan())
                .profile(body.profile() == null ? Profile.STANDARD : Profile.valueOf(body.profile()))
                .rewards(body.rewards() == null ? List.of() : body.rewards())
                .extraMetrics(body.extraMetrics() == null ? List.of() : body.extraMetrics())
                .parameters(body.parameters() == null ? List.of() : body.parameters())
                .build();
    }

    private static PeopleSpec people(PeopleBody body) {
        return body.scenario() == null
                ? new PeopleSpec.Live(Boolean.TRUE.equals(body.bySite()))
                : new PeopleSpec.Simulated(
                        body.scenario(), body.seed(), body.perVariant(), body.draw() == null ? 0 : body.draw());
    }

    private static VariantSpec variant(VariantBody body) {
        return new VariantSpec(
                body.id(),
                body.name(),
                body.isControl(),
                body.hasAgent(),
                EconomyParameter.known(body.startingEconomy()),
                new GuardrailLimits(body.updateInterval(), body.deltaLimitPercent()),
                new ExtraGuardrails(bounds(body.bounds()), body.dailyBudgetPoints(), body.needsApproval()),
                body.enrolmentWeight(),
                body.streakFreezes() == null ? 0 : body.streakFreezes(),
                body.startingParameters() == null ? Map.of() : body.startingParameters());
    }

    private static Map<EconomyParameter, Bounds> bounds(Map<String, Bounds> byWireName) {
        Map<EconomyParameter, Bounds> bounds = new EnumMap<>(EconomyParameter.class);
        byWireName.forEach((name, value) ->
                EconomyParameter.ofWireName(name).ifPresent(parameter -> bounds.put(parameter, value)));
        return bounds;
    }
}
