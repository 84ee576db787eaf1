package io.agentflux.sandbox.admin;

import static io.agentflux.sandbox.admin.AdministeredSandbox.ADMINISTRATOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.guardrail.ExtraGuardrails;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.AdministratorToken;
import io.agentflux.sandbox.ArenaSandbox;
import io.agentflux.sandbox.SandboxHandle;
import io.agentflux.sandbox.experiment.AnalysisPlan;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.webhook.WebhookOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running sandbox in which every documented status of every operation can be provoked. */
final class ProvokedSandbox implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** A body that is right, for operations that need one. */
    private static final Map<String, String> BODIES = Map.of(
            "submitUpdate", "{\"economyOverrides\": {\"scanXp\": 11}, \"reasoning\": \"why not\"}",
            "sendHeartbeat", "{\"requestedPollInterval\": 60}",
            "registerWebhook", "{\"url\": \"http://127.0.0.1:1/hook\"}",
            "issueIngestToken", "{\"tenant\": \"default\"}",
            "changeTenantEconomy", "{\"scanXp\": 12}",
            "tellActivities", "{\"id\": \"1\", \"person\": \"ann\", \"kind\": \"scan\"}");

    /** What has to have happened to an experiment before a step is possible. */
    private static final Map<String, List<String>> BEFORE = Map.of(
            "launchExperiment", List.of(),
            "startExperiment", List.of("launch"),
            "pauseExperiment", List.of("launch", "start"),
            "resumeExperiment", List.of("launch", "start", "pause"),
            "completeExperiment", List.of("launch", "start"),
            "archiveExperiment", List.of());

    /** Queries of operations that need one. */
    private static final Map<String, String> QUERIES = Map.of(
            "getPerson",
            "?experimentId=live&person=ann",
            "getLeaderboard",
            "?experimentId=live",
            "getReferrals",
            "?experimentId=live");

    /** Queries for what there is not. */
    private static final Map<String, String> QUERIES_FOR_NOTHING = Map.of(
            "getPerson",
            "?experimentId=live&person=nobody",
            "getLeaderboard",
            "?experimentId=nothing",
            "getReferrals",
            "?experimentId=nothing");

    /** Queries that cannot be understood. */
    private static final Map<String, String> BAD_QUERIES = Map.of(
            "planSample",
            "?effect=0",
            "listDecisions",
            "?page=0",
            "listEvents",
            "?after=x",
            "exportTable",
            "?format=xls",
            "getPerson",
            "?experimentId=live",
            "getLeaderboard",
            "?period=year",
            "getReferrals",
            "?settledDays=x",
            "streamAll",
            "?types=nothing",
            "revokeToken",
            "?by=Ada&by=Grace",
            "revokeIngestToken",
            "?by=Ada&by=Grace");

    private final Path folder;
    private final SandboxHandle sandbox;
    private final String experiment;
    private final String token;
    private final AtomicInteger experiments = new AtomicInteger();
    private @Nullable SandboxHandle broken;

    /** A request, but for its method. */
    record Request(String path, String token, String type, String body, String lastEventId) {

        private Request(String path, String token, String type, String body) {
            this(path, token, type, body, "");
        }
    }

    /** An answer to a request; what was read of a stream that does not end is nothing. */
    record Answer(Request to, int statusCode, HttpHeaders headers, String body) {}

    /** @param folder for the store that fails when 503 is provoked */
    ProvokedSandbox(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        sandbox = ArenaSandbox.create()
                .keepingIn("memory")
                .administeredBy(AdministratorToken.of(ADMINISTRATOR))
                .readingExperimentsBy(AdministeredSandbox::described)
                .webhooks(WebhookOptions.ofDefaults().allowing(List.of("127.0.0.0/8")))
                .start()
                .blockOptional(PATIENCE)
                .orElseThrow();
        boolean isReady = false;
        try {
            experiment = experimentAfter(List.of("launch", "start"));
            runOnRealPeople();
            sent("POST", "/api/events", "{\"id\": \"0\", \"person\": \"ann\", \"kind\": \"scan\"}");
            token = JSON.readTree(
                            sent("POST", "/api/admin/experiments/" + experiment + "/variants/var_agent/tokens", "")
                                    .body())
                    .at("/data/strategyToken")
                    .stringValue();
            isReady = true;
        } finally {
            if (!isReady) {
                sandbox.stop(Duration.ofSeconds(1)).block(PATIENCE);
            }
        }
    }

    /** An experiment on real people, in which updates wait for approval. */
    private void runOnRealPeople() {
        Cause cause = new Cause("test", "");
        sandbox.experiments()
                .create(
                        ExperimentSpec.builder(
                                        "live",
                                        "Live",
                                        List.of(
                                                VariantSpec.control("var_control"),
                                                VariantSpec.treatment("var_agent", GuardrailLimits.standard())
                                                        .limitedFurtherBy(new ExtraGuardrails(Map.of(), null, true)),
                                                VariantSpec.treatment("var_denied", GuardrailLimits.standard())
                                                        .limitedFurtherBy(new ExtraGuardrails(Map.of(), null, true))))
                                .people(new PeopleSpec.Live())
                                .plan(AnalysisPlan.of(0.05, 0.8, 0.5, 14, AnalysisPlan.Stopping.FIXED_DAYS))
                                .build(),
                        cause)
                .flatMap(live -> live.start(cause))
                .block(PATIENCE);
    }

    private String waiting(String variant) {
        return sandbox.experiments()
                .find("live")
                .orElseThrow()
                .arena(variant)
                .submit(ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, "more"))
                .blockOptional(PATIENCE)
                .orElseThrow()
                .decisionLogId();
    }

    /** A sandbox whose store has failed. */
    private SandboxHandle brokenDown() {
        if (broken == null) {
            Path file = folder.resolve("broken.db");
            broken = ArenaSandbox.create()
                    .keepingIn(file.toString())
                    .start()
                    .blockOptional(PATIENCE)
                    .orElseThrow();
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = connection.createStatement()) {
                statement.execute("DROP TABLE document");
            } catch (SQLException unexpected) {
                throw new IllegalStateException(unexpected);
            }
            broken.experiments()
                    .changeTenantEconomy("default", Map.of(EconomyParameter.SCAN_XP, 12.0), new Cause("test", ""))
                    .onErrorComplete()
                    .block(PATIENCE);
        }
        return broken;
    }

    /**
     * What an operation answers when it is asked so that it has to answer by that status.
     *
     * @param operation as it is described
     */
    Answer provoke(String method, String path, JsonNode operation, int status)
            throws IOException, InterruptedException {
        return send(method, request(path, operation, status));
    }

    /** What is answered to whoever shows no token. */
    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, "", "application/json", "");
    }

    private Request request(String path, JsonNode operation, int status) throws IOException, InterruptedException {
        String id = operation.get("operationId").stringValue();
        String tag = operation.get("tags").get(0).stringValue();
        String right = tag.equals("agent") ? token : tag.equals("administration") ? ADMINISTRATOR : "";
        String wrong = tag.equals("agent") ? ADMINISTRATOR : token;
        String body = BODIES.getOrDefault(id, "");
        String type = "application/json";
        String filled = filled(path, id);
        if (id.equals("createExperiment")) {
            body = "exp_" + experiments.incrementAndGet();
            type = "application/yaml";
        }
        if (id.equals("createExperiment") && status == 200) {
            filled = filled + "?dryRun=true";
        }
        if (id.equals("tellActivities") && (status == 404 || status == 409)) {
            String other = status == 404 ? "nothing" : experiment;
            return new Request(path, right, type, body.replace("{", "{\"experimentId\": \"" + other + "\", "));
        }
        if (id.equals("issueIngestToken") && status == 404) {
            return new Request(path, right, type, "{\"experimentId\": \"nothing\"}");
        }
        if (id.equals("streamArena") && status == 400) {
            return new Request(path, right, type, body, "yesterday");
        }
        if (id.equals("planSample") && status == 200) {
            filled = filled + "?effect=0.5&arrivalsPerDay=20";
        }
        return switch (status) {
            case 200, 201 -> new Request(filled + QUERIES.getOrDefault(id, ""), right, type, body);
            case 400 ->
                new Request(
                        filled + BAD_QUERIES.getOrDefault(id, ""),
                        right,
                        type,
                        BAD_QUERIES.containsKey(id)
                                ? ""
                                : id.matches("(replay|rotate)Webhook.*")
                                        ? "[]"
                                        : "{\"requestedPollInterval\": \"often\"}");
            case 401 -> new Request(filled, "", type, body);
            case 403 -> new Request(filled, wrong, type, body);
            case 404 ->
                new Request(
                        path.replaceAll("\\{[a-z]+}", "nothing") + QUERIES_FOR_NOTHING.getOrDefault(id, ""),
                        right,
                        type,
                        body);
            case 409 -> conflicting(path, filled, id, right, type);
            case 413 -> new Request(filled, right, type, " ".repeat(300_000));
            case 415 -> new Request(filled, right, "text/plain", body);
            // all carry the same key, and one with that body came before
            case 422 -> new Request(filled, right, type, body.replace("11", "12"));
            case 503 -> new Request(brokenDown().url() + path, right, type, body);
            default -> throw new AssertionError("this test does not know how to provoke " + status);
        };
    }

    private Request conflicting(String path, String filled, String id, String right, String type)
            throws IOException, InterruptedException {
        if (id.equals("createExperiment")) {
            return new Request(filled, right, type, experiment);
        }
        if (BEFORE.containsKey(id)) {
            List<String> before = id.equals("launchExperiment") ? List.of("launch") : List.of("launch", "start");
            List<String> tooFar = id.equals("pauseExperiment") || id.equals("completeExperiment") ? List.of() : before;
            return new Request(path.replace("{experiment}", experimentAfter(tooFar)), right, type, "");
        }
        if (id.equals("getReferrals")) {
            return new Request(filled + "?experimentId=" + experiment, right, type, "");
        }
        if (id.matches("rotate(Ingest)?Token")) {
            assertThat(sent("POST", filled, "").statusCode()).isEqualTo(201);
            return new Request(filled, right, type, "");
        }
        if (path.contains("{decision}")) {
            return new Request(filled.replaceAll("dec_[^/]+", "dec_other"), right, type, "");
        }
        return new Request(filled.replace("var_agent", "var_fixed"), right, type, "");
    }

    private String filled(String path, String operationId) throws IOException, InterruptedException {
        if (path.contains("{decision}")) {
            // what was approved of is too early after that for a while
            String variant = operationId.equals("denyDecision") ? "var_denied" : "var_agent";
            return path.replace("{experiment}", "live")
                    .replace("{variant}", variant)
                    .replace("{decision}", waiting(variant));
        }
        if (operationId.equals("getPlan")) {
            return path.replace("{experiment}", "live");
        }
        String own = BEFORE.containsKey(operationId) ? experimentAfter(BEFORE.get(operationId)) : experiment;
        String filled = path.replace("{experiment}", own)
                .replace("{variant}", "var_agent")
                .replace("{tenant}", "default")
                .replace("{what}", "decisions");
        if (filled.contains("{token}")) {
            filled = filled.replace("{token}", path.contains("ingest") ? issuedForActivities() : issued());
        }
        return filled.contains("{id}") ? filled.replace("{id}", registered()) : filled;
    }

    private String issued() throws IOException, InterruptedException {
        String path = "/api/admin/experiments/" + experiment + "/variants/var_agent/tokens";
        return JSON.readTree(sent("POST", path, "").body()).at("/data/tokenId").stringValue();
    }

    private String issuedForActivities() throws IOException, InterruptedException {
        return JSON.readTree(sent("POST", "/api/admin/ingest-tokens", BODIES.get("issueIngestToken"))
                        .body())
                .at("/data/tokenId")
                .stringValue();
    }

    private String registered() throws IOException, InterruptedException {
        Answer answer = send("POST", "/api/arena/webhooks", token, "application/json", BODIES.get("registerWebhook"));
        return JSON.readTree(answer.body()).at("/data/webhookId").stringValue();
    }

    private String experimentAfter(List<String> steps) throws IOException, InterruptedException {
        String id = "exp_" + experiments.incrementAndGet();
        assertThat(send("POST", "/api/admin/experiments", ADMINISTRATOR, "application/yaml", id)
                        .statusCode())
                .isEqualTo(201);
        for (String step : steps) {
            assertThat(sent("POST", "/api/admin/experiments/" + id + "/" + step, "")
                            .statusCode())
                    .isEqualTo(200);
        }
        return id;
    }

    private Answer sent(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, path, ADMINISTRATOR, "application/json", body);
    }

    private Answer send(String method, String path, String token, String type, String body)
            throws IOException, InterruptedException {
        return send(method, new Request(path, token, type, body));
    }

    /** Sends a request; a stream that does not end is closed unread. */
    private Answer send(String method, Request what) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(what.path().startsWith("/") ? sandbox.url() + what.path() : what.path()))
                .timeout(PATIENCE)
                .header("Content-Type", what.type())
                .header("Last-Event-ID", what.lastEventId())
                .header("Idempotency-Key", "the same")
                .method(method, HttpRequest.BodyPublishers.ofString(what.body()));
        if (!what.token().isEmpty()) {
            request.header("Authorization", "Bearer " + what.token());
        }
        HttpResponse<InputStream> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream stream = answer.body()) {
            boolean endless =
                    answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
            return new Answer(
                    what,
                    answer.statusCode(),
                    answer.headers(),
                    endless ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        sandbox.stop(Duration.ofSeconds(1)).block(PATIENCE);
        if (broken != null) {
            broken.stop(Duration.ofSeconds(1)).block(PATIENCE);
        }
    }
}
