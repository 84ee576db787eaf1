package io.agentflux.sandbox.admin;

import io.agentflux.arena.MetricComparison;
import io.agentflux.arena.Standing;
import io.agentflux.sandbox.activity.Balance;
import io.agentflux.sandbox.experiment.AnalysisPlan;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.ExperimentState;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.metrics.VariantComparisons;
import io.agentflux.statistics.SampleRatioTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is better as of the last evening, beside what was planned.
 *
 * @param balance whether people were shared out as planned
 * @param deviations in what the experiment is not as it was planned
 */
record StatisticsView(
        Experiment experiment,
        ExperimentState state,
        VariantComparisons compared,
        Balance balance,
        List<String> deviations) {

    /** The columns of the table; a row is a metric of a treatment. */
    static final List<String> COLUMNS = List.of(
            "day",
            "status",
            "variantId",
            "variantName",
            "metric",
            "primary",
            "method",
            "difference",
            "low",
            "high",
            "level",
            "pValue",
            "holmPValue",
            "falseDiscoveryPValue",
            "significant",
            "effectSize",
            "oddsRatio",
            "power",
            "planSha256",
            "deviations");

    Map<String, Object> asMap() {
        ExperimentSpec spec = experiment.spec();
        AnalysisPlan plan = spec.plan();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("experimentId", spec.id());
        view.put("status", state.status().name());
        view.put("daysPlayed", state.daysPlayed());
        view.put("primaryMetric", spec.primaryMetric().name());
        view.put("planSha256", plan == null ? null : plan.hash(spec));
        view.put("planned", plan != null && !plan.isEarly(state));
        view.put("deviations", deviations);
        view.put("balance", balanceView());
        view.put("variants", spec.variants().stream().map(this::variant).toList());
        return view;
    }

    private Map<String, Object> balanceView() {
        Map<String, Object> view = new LinkedHashMap<>();
        SampleRatioTest counts = balance.counts();
        view.put("assigned", balance.bySite() ? "sites" : "people");
        view.put("chiSquare", Double.isFinite(counts.chiSquare()) ? counts.chiSquare() : null);
        view.put("degreesOfFreedom", counts.degreesOfFreedom());
        view.put("pValue", counts.pValue());
        view.put("asPlanned", balance.isAsPlanned());
        view.put(
                "variants",
                balance.byVariant().entrySet().stream()
                        .map(group -> group(group.getKey(), group.getValue()))
                        .toList());
        return view;
    }

    private static Map<String, Object> group(String variantId, Balance.Group group) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("variantId", variantId);
        view.put("people", group.people());
        view.put("sites", group.sites());
        view.put("expectedShare", group.expectedShare());
        view.put("firstDay", covariate(group.firstDay()));
        view.put("referred", covariate(group.referred()));
        return view;
    }

    private static @Nullable Map<String, Object> covariate(Balance.@Nullable Covariate covariate) {
        if (covariate == null) {
            return null;
        }
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("mean", covariate.mean());
        view.put("difference", covariate.difference());
        return view;
    }

    private Map<String, Object> variant(VariantSpec variant) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("variantId", variant.id());
        view.put("variantName", variant.name());
        view.put("isControl", variant.isControl());
        view.put("enrolled", state.variant(variant.id()).headcount().enrolled());
        view.put(
                "standing",
                compared.standing(variant.id()).map(StatisticsView::standing).orElse(null));
        Map<String, Object> versusControl = new LinkedHashMap<>();
        compared.versusControl(variant.id())
                .forEach((metric, comparison) -> versusControl.put(metric, comparison(comparison)));
        view.put("versusControl", versusControl);
        return view;
    }

    private static Map<String, Object> standing(Standing standing) {
        return Map.of("rank", standing.rank(), "best", standing.best(), "worst", standing.worst());
    }

    private Map<String, Object> comparison(MetricComparison comparison) {
        Map<String, Object> view = new LinkedHashMap<>();
        List<Object> cells = cells(comparison);
        List<String> names = COLUMNS.subList(COLUMNS.indexOf("method"), COLUMNS.indexOf("planSha256"));
        for (int cell = 0; cell < names.size(); cell++) {
            view.put(names.get(cell), cells.get(cell));
        }
        return view;
    }

    private List<Object> cells(MetricComparison comparison) {
        return row(
                comparison.method(),
                comparison.difference(),
                comparison.low(),
                comparison.high(),
                comparison.level(),
                comparison.pValue(),
                comparison.holmPValue(),
                comparison.falseDiscoveryPValue(),
                isSignificant(comparison),
                comparison.effectSize(),
                comparison.oddsRatio(),
                comparison.power());
    }

    /** At the alpha of the plan, where there is one. */
    private boolean isSignificant(MetricComparison comparison) {
        AnalysisPlan plan = experiment.spec().plan();
        return plan == null ? comparison.isSignificant() : comparison.holmPValue() < plan.alpha();
    }

    List<List<Object>> rows() {
        ExperimentSpec spec = experiment.spec();
        AnalysisPlan plan = spec.plan();
        List<List<Object>> rows = new ArrayList<>();
        for (VariantSpec variant : spec.variants()) {
            for (Map.Entry<String, MetricComparison> compared :
                    compared.versusControl(variant.id()).entrySet()) {
                List<Object> row = row(
                        state.daysPlayed(),
                        state.status().name(),
                        variant.id(),
                        variant.name(),
                        compared.getKey(),
                        compared.getKey().equals(spec.primaryMetric().name()));
                row.addAll(cells(compared.getValue()));
                row.addAll(row(plan == null ? null : plan.hash(spec), String.join(" ", deviations)));
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<Object> row(@Nullable Object... cells) {
        return new ArrayList<>(Arrays.asList(cells));
    }
}
