package io.agentflux.arena.http;

import static io.agentflux.arena.http.ScriptedServer.json;
import static io.agentflux.arena.http.ScriptedServer.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.AgentEvent;
import io.agentflux.Cadence;
import io.agentflux.StopReason;
import io.agentflux.arena.Confidence;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.DecisionPage;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.RejectionCode;
import io.agentflux.arena.ScoreboardEntry;
import io.agentflux.arena.VariantInfo;
import io.agentflux.arena.http.ArenaEvent.DecisionMade;
import io.agentflux.arena.http.ArenaEvent.Notice;
import io.agentflux.strategy.ArenaAgent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** How the client reads an arena that has learned words and members since. */
class NewerArenaTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String VARIANT = """
            {"success":true,"apiVersion":9,"data":{"variantId":"var_1","experimentStatus":"WARMING_UP","mode":"COMMITTEE",
            "currentConfig":{"scanXp":12,"newLever":3,"theme":"dark","curve":{"a":[1]}},"updateIntervalMin":5,"links":[{}]}}
            """;

    private static final String SIGNALS = """
            {"success":true,"data":{"enrolled":40,"mood":{"today":"good"},"metrics":{
            "SCAN_FREQUENCY":{"value":1.5,"sampleSize":80,"confidence":"very-high","trend":"up"},
            "NEW_METRIC":{"value":2,"sampleSize":30,"confidence":"HIGH"}}}}
            """;

    private static final String REFUSAL = """
            {"success":true,"data":{"accepted":false,"rejectionReason":"OUTSIDE_OFFICE_HOURS","rejectionDetail":"Come back.",
            "officeHours":[9,17],"decisionLogId":"dec_1"}}
            """;

    private static final String DECISION = """
            {"id":"dec_1","accepted":false,"status":"ESCALATED","economyOverrides":{"scanXp":12,"theme":"dark"},
            "rejectionCode":"OUTSIDE_OFFICE_HOURS","reviewers":["a"]}""".replace("\n", " ");

    private static ArenaClient client(ScriptedServer server) {
        return ArenaClient.create(ArenaAccess.of(server.url(), Token.of("strat_secret")));
    }

    @Test
    @DisplayName(
            "a status and a mode that are not known are kept as told, and the experiment does not count as running")
    void unknownStatus() {
        try (ScriptedServer server = ScriptedServer.of(json(VARIANT));
                ArenaClient client = client(server)) {
            VariantInfo variant = client.variant().block(PATIENCE);

            assertThat(variant.experimentStatus()).isEqualTo("WARMING_UP");
            assertThat(variant.knownStatus()).isEmpty();
            assertThat(variant.isRunning()).isFalse();
            assertThat(variant.mode()).isEqualTo("COMMITTEE");
            assertThat(variant.economy())
                    .isEqualTo(Economy.defaults()
                            .with(EconomyParameter.SCAN_XP, 12)
                            .withExtra(Map.of("newLever", 3.0)));
        }
    }

    @Test
    @DisplayName("a confidence that is not known counts as low; further metrics and members are no error")
    void unknownConfidence() {
        try (ScriptedServer server = ScriptedServer.of(json(SIGNALS));
                ArenaClient client = client(server)) {
            assertThat(client.signals().block(PATIENCE).metrics())
                    .containsExactly(
                            Map.entry("SCAN_FREQUENCY", new MetricSignal(1.5, null, 80, Confidence.LOW)),
                            Map.entry("NEW_METRIC", new MetricSignal(2, null, 30, Confidence.HIGH)));
        }
    }

    @Test
    @DisplayName("an agent runs on with all that, and a refusal for a reason that is not known is a result")
    void agentRunsOn() {
        List<ConfigResult> results = new CopyOnWriteArrayList<>();
        try (ScriptedServer server =
                        ScriptedServer.of(json(VARIANT), json(SIGNALS), json(REFUSAL), json(SIGNALS), json(REFUSAL));
                ArenaClient client = client(server)) {
            StopReason end = ArenaAgent.of(
                            client,
                            (signals, economy) -> Optional.of(ConfigUpdate.of(EconomyParameter.SCAN_XP, 14, "try it")))
                    .every(Cadence.fixedDelay(Duration.ofMillis(1)))
                    .heartbeat(PATIENCE, pollInterval -> Mono.empty())
                    .lastHeartbeat((pollInterval, reason) -> Mono.empty())
                    .maxCycles(2)
                    .start(event -> {
                        if (event instanceof AgentEvent.Acted<?, ?, ConfigResult> acted && acted.result() != null) {
                            results.add(acted.result());
                        }
                    })
                    .onStop()
                    .block(PATIENCE);

            assertThat(end).isEqualTo(new StopReason.Finished(2));
            assertThat(results).hasSize(2).allSatisfy(result -> {
                assertThat(result.rejectionReason()).isEqualTo("OUTSIDE_OFFICE_HOURS");
                assertThat(result.rejectionDetail()).isEqualTo("Come back.");
                assertThat(RejectionCode.values()).noneMatch(result::isRejectedAs);
            });
        }
    }

    @Test
    @DisplayName("the audit log and the scoreboard are read, without what is not known")
    void readsLogAndScoreboard() {
        try (ScriptedServer server = ScriptedServer.of(
                        json("{\"data\":{\"decisions\":[" + DECISION + "],\"total\":1,\"cursor\":\"x\"}}"),
                        json("{\"data\":{\"variants\":[{\"variantId\":\"var_1\",\"currentConfig\":{\"theme\":\"dark\"},"
                                + "\"badge\":{}}],\"season\":2}}"));
                ArenaClient client = client(server)) {
            DecisionPage page = client.decisions(1, 10).block(PATIENCE);
            assertThat(page.decisions()).singleElement().satisfies(NewerArenaTest::isRefused);
            assertThat(client.scoreboard().block(PATIENCE).variants())
                    .extracting(ScoreboardEntry::economy)
                    .containsExactly(Economy.defaults());
        }
    }

    private static void isRefused(Decision decision) {
        assertThat(decision.result().rejectionReason()).isEqualTo("OUTSIDE_OFFICE_HOURS");
        assertThat(decision.update().economyOverrides()).containsExactly(Map.entry("scanXp", 12.0));
    }

    @Test
    @DisplayName("a stream goes on over events of kinds and forms that are not known, and tells them")
    void streamGoesOn() {
        try (ScriptedServer server = ScriptedServer.of(
                        stream(
                                "id: 1\nevent: eclipse\ndata: [1,2]\n\n",
                                "id: 2\nevent: eclipse\ndata: it is dark\n\n",
                                "id: 3\nevent: decision\ndata: {\"id\":\"dec_0\",\"accepted\":false}\n\n",
                                "id: 4\nevent: decision\ndata: " + DECISION + "\n\n"),
                        response -> response.status(204).send());
                ArenaClient client = client(server)) {
            List<ArenaEvent> events = client.events().take(4).collectList().block(PATIENCE);

            assertThat(events.subList(0, 3))
                    .containsExactly(
                            new Notice("1", "eclipse", Map.of(Notice.TEXT, "[1,2]")),
                            new Notice("2", "eclipse", Map.of(Notice.TEXT, "it is dark")),
                            new Notice("3", "decision", Map.of("id", "dec_0", "accepted", false)));
            assertThat(events.get(3)).isInstanceOfSatisfying(DecisionMade.class, made -> isRefused(made.decision()));
        }
    }
}
