package io.agentflux.sandbox.admin;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.http.ArenaReplies;
import io.agentflux.sandbox.admin.AdminJson.Freezing;
import io.agentflux.sandbox.admin.AdminJson.Reason;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.http.Access;
import io.agentflux.sandbox.http.Call;
import io.agentflux.sandbox.http.RefusedRequest;
import io.agentflux.sandbox.http.Reply;
import io.agentflux.sandbox.http.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Creating experiments, moving them on in their lives, freezing them, and the economies of tenants. */
public final class ExperimentRoutes {

    static final String ALL = "/api/admin/experiments";
    static final String ONE = ALL + "/{experiment}";
    private static final String VARIANT = ONE + "/variants/{variant}";
    private static final String TENANT_ECONOMY = "/api/admin/tenants/{tenant}/economy";
    private static final int MOST_BYTES = 256 * 1024;
    private static final double MOST_POINTS = 1e6;

    /** What an administrator may do with an experiment's life, and where it leads. */
    private static final Map<String, ExperimentStatus> STEPS = steps();

    private final Experiments experiments;
    private final @Nullable ExperimentReader reader;

    /**
     * Routes to experiments.
     *
     * @param reader reads the descriptions of new experiments; null if none can be created here
     */
    public ExperimentRoutes(Experiments experiments, @Nullable ExperimentReader reader) {
        this.experiments = experiments;
        this.reader = reader;
    }

    private static Map<String, ExperimentStatus> steps() {
        Map<String, ExperimentStatus> steps = new LinkedHashMap<>();
        steps.put("launch", ExperimentStatus.RECRUITING);
        steps.put("start", ExperimentStatus.RUNNING);
        steps.put("pause", ExperimentStatus.PAUSED);
        steps.put("resume", ExperimentStatus.RUNNING);
        steps.put("complete", ExperimentStatus.COMPLETED);
        steps.put("archive", ExperimentStatus.ARCHIVED);
        return steps;
    }

    /** The routes, all for administrators. */
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>(List.of(
                Route.get(ALL, Access.ADMIN, this::list),
                Route.post(ALL, Access.ADMIN, this::create)
                        .consuming("application/json", "application/yaml", "text/yaml", "application/x-yaml")
                        .withBodyUpTo(MOST_BYTES),
                Route.get(ONE, Access.ADMIN, this::show),
                Route.post(ONE + "/freeze", Access.ADMIN, call -> freeze(call, null)),
                Route.post(ONE + "/release", Access.ADMIN, call -> release(call, null)),
                Route.post(VARIANT + "/freeze", Access.ADMIN, call -> freeze(call, call.parameter("variant"))),
                Route.post(VARIANT + "/release", Access.ADMIN, call -> release(call, call.parameter("variant"))),
                Route.post(VARIANT + "/revert", Access.ADMIN, this::revert),
                Route.post(VARIANT + "/decisions/{decision}/approve", Access.ADMIN, this::approve),
                Route.post(VARIANT + "/decisions/{decision}/deny", Access.ADMIN, this::deny),
                Route.get(TENANT_ECONOMY, Access.ADMIN, this::tenantEconomy),
                Route.put(TENANT_ECONOMY, Access.ADMIN, this::changeTenantEconomy)));
        STEPS.forEach((step, status) ->
                routes.add(Route.post(ONE + "/" + step, Access.ADMIN, call -> move(call, step, status))));
        return routes;
    }

    private Mono<Reply> list(Call call) {
        return Mono.fromCallable(() -> AdminJson.ok(Map.of(
                "experiments",
                experiments.all().stream().map(ExperimentView::of).toList())));
    }

    private Mono<Reply> create(Call call) {
        return Mono.fromCallable(() -> read(call))
                .flatMap(spec -> isDryRun(call) ? tried(spec) : created(spec, Reason.of(call)))
                .onErrorMap(
                        IllegalStateException.class,
                        taken -> new RefusedRequest(409, "Not created: " + taken.getMessage() + "."))
                .onErrorMap(
                        IllegalArgumentException.class,
                        impossible -> new RefusedRequest(400, String.valueOf(impossible.getMessage())));
    }

    private static boolean isDryRun(Call call) {
        String dryRun = call.query("dryRun").orElse("false");
        if (!dryRun.equals("true") && !dryRun.equals("false")) {
            throw new RefusedRequest(400, "dryRun is '" + dryRun + "'; give true or false.");
        }
        return dryRun.equals("true");
    }

    /** What would be created, and what it would take; the same refusals. */
    private Mono<Reply> tried(ExperimentSpec spec) {
        return Mono.fromCallable(() -> {
            experiments.requireCreatable(spec);
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("id", spec.id());
            view.put("name", spec.name());
            view.put("variants", spec.variants().stream().map(VariantSpec::id).toList());
            view.put("sample", SampleView.of(spec));
            return AdminJson.ok(view);
        });
    }

    private Mono<Reply> created(ExperimentSpec spec, Reason reason) {
        return experiments.create(spec, reason.asCause()).map(created -> AdminJson.created(ExperimentView.of(created)));
    }

    private ExperimentSpec read(Call call) {
        if (reader == null) {
            throw new RefusedRequest(409, "Experiments cannot be created over HTTP in this arena.");
        }
        try {
            return reader.read(AdminJson.text(call.body()));
        } catch (IllegalArgumentException unreadable) {
            throw new RefusedRequest(400, String.valueOf(unreadable.getMessage()));
        }
    }

    private Mono<Reply> show(Call call) {
        return Mono.fromCallable(() -> AdminJson.ok(ExperimentView.of(experiment(experiments, call))));
    }

    private Mono<Reply> move(Call call, String step, ExperimentStatus next) {
        return changing(call, experiment -> {
            if (!isPossible(step, experiment.status())) {
                throw impossible(step, experiment);
            }
            return experiment
                    .moveTo(next, AdminJson.read(call, Reason.class).asCause())
                    .onErrorMap(IllegalStateException.class, overtaken -> impossible(step, experiment))
                    .then();
        });
    }

    private static boolean isPossible(String step, ExperimentStatus status) {
        return switch (step) {
            case "start" -> status == ExperimentStatus.RECRUITING;
            case "resume" -> status == ExperimentStatus.PAUSED;
            default -> status.canBecome(Objects.requireNonNull(STEPS.get(step)));
        };
    }

    private static RefusedRequest impossible(String step, Experiment experiment) {
        ExperimentStatus status = experiment.status();
        String possible = STEPS.keySet().stream()
                .filter(other -> isPossible(other, status))
                .collect(Collectors.joining(", "));
        return new RefusedRequest(
                409,
                "Experiment '" + experiment.spec().name() + "' is " + status + ", so one cannot " + step + " it; "
                        + (possible.isEmpty() ? "it stays like that." : "possible: " + possible + "."));
    }

    private Mono<Reply> freeze(Call call, @Nullable String variantId) {
        return changing(call, experiment -> {
            Freezing freezing = AdminJson.read(call, Freezing.class);
            requireVariant(experiment, variantId);
            return experiment
                    .freeze(variantId, freezing.end(), freezing.asCause())
                    .onErrorMap(
                            IllegalArgumentException.class,
                            passed -> new RefusedRequest(400, "Not frozen: " + passed.getMessage() + "."));
        });
    }

    private Mono<Reply> release(Call call, @Nullable String variantId) {
        return changing(call, experiment -> {
            requireVariant(experiment, variantId);
            return experiment.release(
                    variantId, AdminJson.read(call, Reason.class).asCause());
        });
    }

    private Mono<Reply> revert(Call call) {
        return changing(call, experiment -> {
            String variantId = call.parameter("variant");
            requireVariant(experiment, variantId);
            return experiment.revert(
                    variantId, AdminJson.read(call, Reason.class).asCause());
        });
    }

    private Mono<Reply> approve(Call call) {
        return Mono.defer(() -> {
                    Experiment experiment = experiment(experiments, call);
                    String variantId = call.parameter("variant");
                    requireVariant(experiment, variantId);
                    return experiment.approve(
                            variantId,
                            call.parameter("decision"),
                            AdminJson.read(call, Reason.class).asCause());
                })
                .onErrorMap(
                        IllegalStateException.class,
                        notWaiting -> new RefusedRequest(409, "Not approved: " + notWaiting.getMessage() + "."))
                .map(result -> Reply.ok(ArenaReplies.encode(result)));
    }

    private Mono<Reply> deny(Call call) {
        return changing(call, experiment -> {
            String variantId = call.parameter("variant");
            requireVariant(experiment, variantId);
            return experiment
                    .deny(
                            variantId,
                            call.parameter("decision"),
                            AdminJson.read(call, Reason.class).asCause())
                    .onErrorMap(
                            IllegalStateException.class,
                            notWaiting -> new RefusedRequest(409, "Not denied: " + notWaiting.getMessage() + "."));
        });
    }

    private Mono<Reply> changing(Call call, Function<Experiment, Mono<Void>> change) {
        return Mono.defer(() -> {
            Experiment experiment = experiment(experiments, call);
            return change.apply(experiment).then(Mono.fromCallable(() -> AdminJson.ok(ExperimentView.of(experiment))));
        });
    }

    private Mono<Reply> tenantEconomy(Call call) {
        return Mono.fromCallable(
                () -> AdminJson.ok(AdminJson.economy(experiments.tenantEconomy(call.parameter("tenant")))));
    }

    private Mono<Reply> changeTenantEconomy(Call call) {
        return Mono.defer(() -> {
            String tenant = AdminJson.requireTenant(call.parameter("tenant"));
            Map<EconomyParameter, Double> economy = economy(call);
            return experiments
                    .changeTenantEconomy(tenant, economy, Reason.of(call).asCause())
                    .then(Mono.fromCallable(() -> AdminJson.ok(AdminJson.economy(economy))));
        });
    }

    private static Map<EconomyParameter, Double> economy(Call call) {
        if (call.body().length == 0) {
            throw new RefusedRequest(400, "The body is empty; send an object of parameters, {} to set none.");
        }
        Map<EconomyParameter, Double> economy = new LinkedHashMap<>();
        AdminJson.read(call, Values.class).forEach((name, value) -> {
            EconomyParameter parameter = EconomyParameter.ofWireName(name)
                    .orElseThrow(() -> new RefusedRequest(400, "There is no parameter '" + name + "'."));
            if (value == null || !(value >= 0 && value <= MOST_POINTS)) {
                throw new RefusedRequest(
                        400,
                        name + " is " + (value == null ? "null" : AdminJson.number(value))
                                + "; give a number from 0 to " + AdminJson.number(MOST_POINTS) + ".");
            }
            economy.put(parameter, value);
        });
        return economy;
    }

    /** Values by wire name. */
    static final class Values extends LinkedHashMap<String, @Nullable Double> {
        private static final long serialVersionUID = 1L;
    }

    private static void requireVariant(Experiment experiment, @Nullable String variantId) {
        if (variantId != null) {
            variant(experiment, variantId);
        }
    }

    /** The experiment that a path names. */
    static Experiment experiment(Experiments experiments, Call call) {
        String id = call.parameter("experiment");
        return experiments.find(id).orElseThrow(() -> new RefusedRequest(404, "There is no experiment '" + id + "'."));
    }

    /** A variant, which a path names. */
    static VariantSpec variant(Experiment experiment, String variantId) {
        try {
            return experiment.spec().variant(variantId);
        } catch (IllegalArgumentException missing) {
            throw new RefusedRequest(404, "There is no such variant: " + missing.getMessage() + ".");
        }
    }
}
