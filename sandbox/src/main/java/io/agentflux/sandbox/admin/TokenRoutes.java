package io.agentflux.sandbox.admin;

import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.http.ArenaAccess;
import io.agentflux.arena.http.Manifest;
import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.admin.AdminJson.Reason;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.IssuedToken;
import io.agentflux.sandbox.experiment.StrategyToken;
import io.agentflux.sandbox.experiment.StrategyTokens;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.http.Access;
import io.agentflux.sandbox.http.Call;
import io.agentflux.sandbox.http.RefusedRequest;
import io.agentflux.sandbox.http.Reply;
import io.agentflux.sandbox.http.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Handing out, replacing and revoking the tokens of variants, and the manifests that carry them to those who write agents. Whoever
 * may ask for these may read every secret of an experiment's agents.
 */
public final class TokenRoutes {

    private static final String VARIANT = ExperimentRoutes.ONE + "/variants/{variant}";
    private static final String TOKEN = "/api/admin/tokens/{token}";
    private static final String NO_STORE = "no-store";

    private final Experiments experiments;
    private final @Nullable URI publicUrl;
    private final boolean isEncrypted;

    /**
     * Routes to tokens.
     *
     * @param publicUrl where agents reach this arena; null means where the administrator reaches it
     * @param isEncrypted whether the administrator reaches it over TLS
     */
    public TokenRoutes(Experiments experiments, @Nullable URI publicUrl, boolean isEncrypted) {
        this.experiments = experiments;
        this.publicUrl = publicUrl;
        this.isEncrypted = isEncrypted;
    }

    /** The routes, all for administrators. */
    public List<Route> routes() {
        return List.of(
                Route.get(ExperimentRoutes.ONE + "/tokens", Access.ADMIN, this::list),
                Route.post(VARIANT + "/tokens", Access.ADMIN, this::issue),
                Route.post(TOKEN + "/rotate", Access.ADMIN, this::rotate),
                Route.delete(TOKEN, Access.ADMIN, this::revoke),
                Route.get(VARIANT + "/manifest", Access.ADMIN, this::manifest),
                Route.get(ExperimentRoutes.ONE + "/manifests", Access.ADMIN, this::manifests));
    }

    private StrategyTokens tokens() {
        return experiments.tokens();
    }

    private Mono<Reply> list(Call call) {
        return Mono.fromCallable(() -> {
            Experiment experiment = ExperimentRoutes.experiment(experiments, call);
            return AdminJson.ok(Map.of(
                    "tokens",
                    tokens().ofExperiment(experiment.spec().id()).stream()
                            .map(this::view)
                            .toList()));
        });
    }

    private Map<String, Object> view(StrategyToken token) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("tokenId", token.id());
        view.put("variantId", token.variantId());
        view.put("issuedAt", token.issuedAt().toString());
        view.put("expiresAt", token.expiresAt().toString());
        view.put(
                "revokedAt",
                token.revokedAt() == null ? null : token.revokedAt().toString());
        view.put("valid", tokens().isValid(token) && !isArchived(token));
        return view;
    }

    private boolean isArchived(StrategyToken token) {
        return experiments
                .find(token.experimentId())
                .filter(experiment -> experiment.status() == ExperimentStatus.ARCHIVED)
                .isPresent();
    }

    private Mono<Reply> issue(Call call) {
        return Mono.defer(() -> {
            Experiment experiment = ExperimentRoutes.experiment(experiments, call);
            VariantSpec variant = variant(experiment, call);
            if (!variant.isControl()) {
                // who holds the control's token may watch it, and learns that it does not change
                requireAgent(variant);
            }
            requireOpen(experiment);
            return tokens().issue(
                            experiment.spec(),
                            variant.id(),
                            AdminJson.read(call, Reason.class).asCause())
                    .map(this::handOut);
        });
    }

    private static void requireAgent(VariantSpec variant) {
        if (!variant.hasAgent()) {
            throw new RefusedRequest(
                    409, "Variant '" + variant.name() + "' has no agent; its economy is fixed, so it gets no token.");
        }
    }

    private static void requireOpen(Experiment experiment) {
        if (experiment.status() == ExperimentStatus.ARCHIVED) {
            throw new RefusedRequest(
                    409,
                    "Experiment '" + experiment.spec().name() + "' is ARCHIVED; its tokens open nothing any more.");
        }
    }

    private Reply handOut(IssuedToken issued) {
        Map<String, Object> view = view(issued.token());
        view.put("strategyToken", issued.secret());
        return AdminJson.created(view).with("Cache-Control", NO_STORE);
    }

    private Mono<Reply> rotate(Call call) {
        return Mono.defer(() -> tokens().rotate(
                                call.parameter("token"),
                                AdminJson.read(call, Reason.class).asCause()))
                .map(this::handOut)
                .onErrorMap(NoSuchElementException.class, missing -> missing(call))
                .onErrorMap(IllegalStateException.class, TokenRoutes::conflict);
    }

    private Mono<Reply> revoke(Call call) {
        return Mono.defer(() ->
                        tokens().revoke(call.parameter("token"), Reason.of(call).asCause()))
                .thenReturn(Reply.empty())
                .onErrorMap(NoSuchElementException.class, missing -> missing(call))
                .onErrorMap(IllegalStateException.class, TokenRoutes::conflict);
    }

    /** Of a token that is changed by another request, or was revoked. */
    static RefusedRequest conflict(IllegalStateException refusal) {
        return new RefusedRequest(409, String.valueOf(refusal.getMessage()));
    }

    private static RefusedRequest missing(Call call) {
        return new RefusedRequest(404, "There is no token '" + call.parameter("token") + "'.");
    }

    private Mono<Reply> manifest(Call call) {
        return Mono.defer(() -> {
            Experiment experiment = ExperimentRoutes.experiment(experiments, call);
            VariantSpec variant = variant(experiment, call);
            return manifest(call, experiment, variant)
                    .map(manifest -> download(
                            "application/json",
                            manifest.toJson().getBytes(StandardCharsets.UTF_8),
                            fileName(experiment, variant)));
        });
    }

    private Mono<Reply> manifests(Call call) {
        return Mono.defer(() -> {
            Experiment experiment = ExperimentRoutes.experiment(experiments, call);
            return Flux.fromIterable(experiment.spec().variants())
                    .filter(VariantSpec::hasAgent)
                    .concatMap(variant -> manifest(call, experiment, variant)
                            .map(manifest -> Map.entry(fileName(experiment, variant), manifest.toJson())))
                    .collectList()
                    .map(files -> download(
                            "application/zip", zip(files), experiment.spec().id() + "-manifests.zip"));
        });
    }

    private static Reply download(String contentType, byte[] bytes, String fileName) {
        return Reply.of(200, contentType, bytes)
                .with("Content-Disposition", "attachment; filename=\"" + fileName + "\"")
                .with("Cache-Control", NO_STORE);
    }

    /** With the newest valid token of the variant; hands one out if there is none. */
    private Mono<Manifest> manifest(Call call, Experiment experiment, VariantSpec variant) {
        URI url = url(call);
        requireAgent(variant);
        requireOpen(experiment);
        return tokens().standing(experiment.spec(), variant.id(), new Reason(null, "for a manifest").asCause())
                .map(issued -> new Manifest(
                        experiment.spec().id(),
                        experiment.spec().name(),
                        variant.id(),
                        variant.name(),
                        access(url, issued.secret()),
                        variant.limits().updateInterval(),
                        variant.limits().deltaLimitPercent()));
    }

    private URI url(Call call) {
        if (publicUrl != null) {
            return publicUrl;
        }
        try {
            return URI.create(
                    (isEncrypted ? "https://" : "http://") + call.header("Host").orElse("127.0.0.1"));
        } catch (IllegalArgumentException noHost) {
            throw new RefusedRequest(400, "The header Host names no host; send the one of this arena.");
        }
    }

    private static ArenaAccess access(URI url, String secret) {
        try {
            return ArenaAccess.of(url.toString(), Token.of(secret));
        } catch (IllegalArgumentException refusedByAgents) {
            throw new RefusedRequest(
                    409,
                    "Agents would refuse " + url + ": " + refusedByAgents.getMessage()
                            + " Start the arena with the HTTPS address under which agents reach it.");
        }
    }

    private static VariantSpec variant(Experiment experiment, Call call) {
        return ExperimentRoutes.variant(experiment, call.parameter("variant"));
    }

    private static String fileName(Experiment experiment, VariantSpec variant) {
        return experiment.spec().id() + "-" + variant.id() + ".json";
    }

    private static byte[] zip(List<Map.Entry<String, String>> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
