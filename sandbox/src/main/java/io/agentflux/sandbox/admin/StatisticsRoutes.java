package io.agentflux.sandbox.admin;

import io.agentflux.arena.ExperimentStatus;
import io.agentflux.sandbox.activity.Balance;
import io.agentflux.sandbox.experiment.AnalysisPlan;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.ExperimentState;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.http.Access;
import io.agentflux.sandbox.http.Call;
import io.agentflux.sandbox.http.RefusedRequest;
import io.agentflux.sandbox.http.Reply;
import io.agentflux.sandbox.http.Route;
import io.agentflux.sandbox.store.EventQuery;
import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.StoredEvent;
import io.agentflux.statistics.SamplePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** How an experiment was to be analysed, what the analysis says, and how many people one needs for it. */
public final class StatisticsRoutes {

    private final Experiments experiments;

    /** Routes to the analysis of these experiments. */
    public StatisticsRoutes(Experiments experiments) {
        this.experiments = experiments;
    }

    /** The routes, all for administrators. */
    public List<Route> routes() {
        return List.of(
                Route.get(ExperimentRoutes.ONE + "/plan", Access.ADMIN, this::plan),
                Route.get(ExperimentRoutes.ONE + "/statistics", Access.ADMIN, this::statistics),
                Route.get("/api/admin/power", Access.ADMIN, StatisticsRoutes::power));
    }

    private Mono<Reply> plan(Call call) {
        return Mono.defer(() -> {
            Experiment experiment = ExperimentRoutes.experiment(experiments, call);
            ExperimentSpec spec = experiment.spec();
            AnalysisPlan plan = spec.plan();
            if (plan == null) {
                throw new RefusedRequest(
                        404, "Experiment '" + spec.name() + "' was created without a plan of its analysis.");
            }
            return launch(experiments, spec.id())
                    .map(Optional::of)
                    .defaultIfEmpty(Optional.empty())
                    .map(launch -> AdminJson.ok(view(experiment, plan, launch)));
        });
    }

    private static Map<String, Object> view(Experiment experiment, AnalysisPlan plan, Optional<StoredEvent> launch) {
        ExperimentSpec spec = experiment.spec();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("plan", AdminJson.MAPPER.readTree(plan.document(spec)));
        view.put("document", plan.document(spec));
        view.put("sha256", plan.hash(spec));
        view.put(
                "launchedAt",
                launch.map(stored -> stored.event().timestamp().toString()).orElse(null));
        view.put("launchSequence", launch.map(StoredEvent::sequence).orElse(null));
        view.put("deviations", plan.deviations(spec, experiment.state()));
        return view;
    }

    /** When the experiment was launched, if it was. */
    private static Mono<StoredEvent> launch(Experiments experiments, String experimentId) {
        return experiments
                .store()
                .events(EventQuery.ofExperiment(experimentId).ofType(EventType.STATUS_CHANGED))
                .filter(stored ->
                        ExperimentStatus.RECRUITING.name().equals(stored.event().outcome()))
                .next();
    }

    private Mono<Reply> statistics(Call call) {
        return Mono.defer(() -> statistics(experiments, ExperimentRoutes.experiment(experiments, call)))
                .map(view -> AdminJson.ok(view.asMap()));
    }

    /** The analysis of an experiment as of its last evening, which looks at all people, so not on an event loop. */
    static Mono<StatisticsView> statistics(Experiments experiments, Experiment experiment) {
        EventQuery interventions = EventQuery.ofExperiment(experiment.spec().id())
                .ofTypes(Set.of(EventType.STATUS_CHANGED, EventType.FROZEN));
        return experiments
                .store()
                .events(interventions)
                .map(StoredEvent::event)
                .collectList()
                .publishOn(Schedulers.parallel())
                .map(events -> {
                    ExperimentState state = experiment.state();
                    Balance balance = Balance.of(experiment);
                    return new StatisticsView(
                            experiment,
                            state,
                            experiment.comparisons(state),
                            balance,
                            deviations(experiment, balance, events));
                });
    }

    private static List<String> deviations(Experiment experiment, Balance balance, List<ExperimentEvent> events) {
        AnalysisPlan plan = experiment.spec().plan();
        List<String> deviations = new ArrayList<>();
        if (plan == null) {
            deviations.add("The analysis was not planned beforehand.");
        } else {
            deviations.addAll(plan.deviations(experiment.spec(), experiment.state()));
        }
        long pauses = events.stream()
                .filter(event -> ExperimentStatus.PAUSED.name().equals(event.outcome()))
                .count();
        long freezes = events.stream()
                .filter(event -> event.type().equals(EventType.FROZEN))
                .count();
        if (pauses > 0) {
            deviations.add("It was paused " + pauses + " time(s).");
        }
        if (freezes > 0) {
            deviations.add("Agents were stopped by a freeze " + freezes + " time(s).");
        }
        if (!balance.isAsPlanned()) {
            deviations.add((balance.bySite() ? "Sites" : "People")
                    + " are not shared out as the weights of the variants ask for, by more than chance does: an assignment or a"
                    + " count is broken.");
        }
        return deviations;
    }

    /** The table of the analysis, as rows under its columns. */
    static Flux<List<Object>> rows(Experiments experiments, Experiment experiment) {
        return statistics(experiments, experiment).flatMapIterable(StatisticsView::rows);
    }

    private static Mono<Reply> power(Call call) {
        return Mono.fromCallable(() -> {
            Double effect = number(call, "effect");
            if (effect == null) {
                throw new RefusedRequest(400, "effect is missing; give Cohen's d, such as ?effect=0.5.");
            }
            Double alpha = number(call, "alpha");
            Double power = number(call, "power");
            int variants = call.whole("variants", 2, 2, 1_000);
            Double arrivals = number(call, "arrivalsPerDay");
            try {
                return AdminJson.ok(
                        view(effect, alpha == null ? 0.05 : alpha, power == null ? 0.8 : power, variants, arrivals));
            } catch (IllegalArgumentException impossible) {
                throw new RefusedRequest(400, "This cannot be planned: " + impossible.getMessage() + ".");
            }
        });
    }

    private static Map<String, Object> view(
            double effect, double alpha, double power, int variants, @Nullable Double arrivals) {
        SamplePlan plan = SamplePlan.of(effect, alpha, power, variants, arrivals);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("effect", effect);
        view.put("alpha", alpha);
        view.put("power", power);
        view.put("variants", variants);
        view.put("arrivalsPerDay", arrivals);
        view.put("peoplePerVariant", plan.peoplePerVariant());
        view.put("peoplePerVariantByT", plan.peoplePerVariantByT());
        view.put("people", plan.people());
        view.put("days", plan.days());
        return view;
    }

    private static @Nullable Double number(Call call, String name) {
        String text = call.query(name).orElse(null);
        if (text == null) {
            return null;
        }
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // told below, as every other value that does not fit
        }
        throw new RefusedRequest(400, name + " is '" + text + "'; give one number.");
    }
}
