package io.agentflux.benchmarks;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one would write by hand in an afternoon: Reactor Netty and Jackson, two routes, nothing checked, nothing kept. It answers
 * as many bytes as the sandbox does.
 */
final class MinimalServer {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> METRICS = List.of(
            "SCAN_FREQUENCY",
            "XP_VELOCITY",
            "RETENTION_RATE",
            "MISSION_COMPLETION",
            "STREAK_LENGTH",
            "FEEDBACK_QUALITY");

    private record Metric(double value, double stdDev, int sampleSize, String confidence) {}

    private record Signals(
            int enrolled,
            int activeToday,
            int active7d,
            long totalScans,
            int experimentDays,
            Map<String, Metric> metrics,
            String computedAt) {}

    private record Reply(boolean success, Object data) {}

    private MinimalServer() {}

    /** @param keep what happens with the body of an update before it is answered */
    static DisposableServer start(UnaryOperator<Mono<byte[]>> keep) {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.get("/api/arena/signals", (request, response) -> response.header(
                                        HttpHeaderNames.CONTENT_TYPE, "application/json")
                                .sendByteArray(Mono.fromSupplier(() -> encode(signals()))))
                        .put("/api/arena/variant/config", (request, response) -> response.header(
                                        HttpHeaderNames.CONTENT_TYPE, "application/json")
                                .sendByteArray(
                                        keep.apply(request.receive().aggregate().asByteArray())
                                                .map(body -> encode(decision(JSON.readTree(body)
                                                        .get("economyOverrides")
                                                        .get("scanXp")
                                                        .asDouble()))))))
                .bindNow();
    }

    private static byte[] encode(Object data) {
        return JSON.writeValueAsBytes(new Reply(true, data));
    }

    private static Signals signals() {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        for (String metric : METRICS) {
            metrics.put(metric, new Metric(3.141592653589793, 1.4142135623730951, 200, "high"));
        }
        return new Signals(200, 123, 180, 123_456, 12, metrics, "2026-03-01T12:00:00Z");
    }

    private static Map<String, Object> decision(double scanXp) {
        Map<String, Object> decision = new LinkedHashMap<>();
        decision.put("accepted", false);
        decision.put("rejectionReason", "RATE_LIMITED");
        decision.put("rejectionDetail", "Wait for a minute before the next update to " + scanXp + ".");
        decision.put("nextAllowedUpdate", "2026-03-01T12:00:00Z");
        decision.put("decisionLogId", "dec_00000001");
        return decision;
    }
}
