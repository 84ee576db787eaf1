package io.agentflux.arena.http;

import static io.agentflux.arena.http.ScriptedServer.json;
import static io.agentflux.arena.http.ScriptedServer.status;
import static io.agentflux.arena.http.ScriptedServer.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ArenaNonTransientException;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Signals;
import io.agentflux.arena.http.ArenaEvent.DecisionMade;
import io.agentflux.arena.http.ArenaEvent.Notice;
import io.agentflux.arena.http.ArenaEvent.SignalsComputed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class EventStreamTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final List<ArenaEvent> EVENTS = List.of(
            new SignalsComputed("1", new Signals(1, 2, 3, 4, 5, Map.of(), Instant.parse("2026-01-31T12:00:00Z"))),
            new DecisionMade(
                    "2",
                    new Decision(
                            "dec_1",
                            Instant.parse("2026-01-31T12:00:00Z"),
                            ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, "größer\nund mehr"),
                            new ConfigResult(
                                    false, Map.of(), Map.of(), "RATE_LIMITED", "soon", null, "dec_1", List.of()))),
            new Notice("", "health", Map.of("rule", "retention-cliff")));

    private final HurriedScheduler scheduler = new HurriedScheduler();

    private ArenaClient client(ScriptedServer server) {
        return ArenaClient.builder(ArenaAccess.of(server.url(), Token.of("strat_secret")))
                .scheduler(scheduler)
                .build();
    }

    private static String frame(ArenaEvent event) {
        return new String(ArenaStream.encode(event), StandardCharsets.UTF_8);
    }

    private static Notice notice(String id) {
        return new Notice(id, "n", Map.of());
    }

    @Test
    @DisplayName("an event is one frame of id, event and one line of data")
    void writesFrames() {
        assertThat(frame(new Notice("7", "health", Map.of("rule", "a\nb"))))
                .isEqualTo("id: 7\nevent: health\ndata: {\"rule\":\"a\\nb\"}\n\n");
        assertThat(frame(new Notice("", "health", Map.of()))).isEqualTo("event: health\ndata: {}\n\n");
        assertThatThrownBy(() -> frame(new Notice("7\ndata: forged", "health", Map.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 200)
    void eventsAreReadWhereverTheNetworkCutsThem(@ForAll @IntRange(min = 1, max = 80) int partLength) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        EVENTS.forEach(event -> {
            bytes.writeBytes(ArenaStream.keepAlive());
            bytes.writeBytes(ArenaStream.encode(event));
        });
        EventDecoder decoder = new EventDecoder();
        List<ArenaEvent> read = new ArrayList<>();
        byte[] all = bytes.toByteArray();
        for (int from = 0; from < all.length; from += partLength) {
            read.addAll(decoder.feed(Arrays.copyOfRange(all, from, Math.min(all.length, from + partLength))));
        }

        assertThat(read).isEqualTo(EVENTS);
    }

    @Test
    @DisplayName(
            "every line end, comments, several lines of data, unknown fields and frames without data are understood")
    void readsWhatOthersWrite() {
        String text =
                "\uFEFFretry: 10\r\nid:1\revent:n\n:comment\ndata:{\"a\":\r\ndata: 1}\n\nid: 2\n\ndata: {}\n\ndata: {\"cut\":";

        assertThat(new EventDecoder().feed(text.getBytes(StandardCharsets.UTF_8)))
                .containsExactly(new Notice("1", "n", Map.of("a", 1)), new Notice("", "message", Map.of()));
    }

    @Test
    @DisplayName("a stream that ends is opened again after the last event that had an id")
    void resumes() {
        try (ScriptedServer server = ScriptedServer.of(
                        stream(frame(notice("41")), frame(notice("42")), frame(notice(""))),
                        status(503, ""),
                        stream(frame(notice("43"))),
                        response -> response.status(204).send());
                ArenaClient client = client(server)) {
            StepVerifier.create(client.events().map(ArenaEvent::id))
                    .expectNext("41", "42", "", "43")
                    .expectComplete()
                    .verify(PATIENCE);

            assertThat(server.seen())
                    .extracting(seen -> String.valueOf(seen.headers().get("Last-Event-ID")))
                    .containsExactly("null", "42", "42", "43");
            assertThat(server.seen().get(0).headers().get("Accept")).isEqualTo("text/event-stream");
            // an event in between makes the delays begin anew
            assertThat(scheduler.delays()).hasSize(3);
            assertThat(scheduler.delays().get(1)).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_500));
            assertThat(scheduler.delays().get(2)).isLessThan(Duration.ofMillis(1_251));
        }
    }

    @Test
    @DisplayName("a stream can be resumed by a later subscription")
    void resumesFromGivenId() {
        try (ScriptedServer server =
                        ScriptedServer.of(response -> response.status(204).send());
                ArenaClient client = client(server)) {
            StepVerifier.create(client.eventsAfter("99")).expectComplete().verify(PATIENCE);

            assertThat(server.seen().get(0).headers().get("Last-Event-ID")).isEqualTo("99");
        }
    }

    @Test
    @DisplayName(
            "a closed arena, an answer that is no stream and an event that is no event end the stream with an error")
    void fails() {
        try (ScriptedServer server = ScriptedServer.of(
                        status(403, "{\"error\":\"EXPERIMENT_ENDED\"}"),
                        json("{}"),
                        stream("event: signals\ndata: nonsense\n\n"));
                ArenaClient client = client(server)) {
            StepVerifier.create(client.events())
                    .expectError(ArenaClosedException.class)
                    .verify(PATIENCE);
            StepVerifier.create(client.events())
                    .expectError(ArenaNonTransientException.class)
                    .verify(PATIENCE);
            StepVerifier.create(client.events())
                    .expectError(ArenaNonTransientException.class)
                    .verify(PATIENCE);
            assertThat(server.seen()).hasSize(3);
        }
    }

    @Test
    @DisplayName("closing the client completes its streams and takes no connection from the pool for them")
    void endsWithTheClient() {
        try (ScriptedServer server = ScriptedServer.of(
                ScriptedServer.streamOf(Mono.just(frame(notice("1"))).concatWith(Mono.never())))) {
            ArenaClient client = client(server);
            StepVerifier.create(client.events())
                    .expectNext(notice("1"))
                    .then(() -> assertThat(client.connectionUse()).isEqualTo(new ConnectionUse(0, 0, 0)))
                    .then(client::close)
                    .expectComplete()
                    .verify(PATIENCE);
            StepVerifier.create(client.events())
                    .expectError(ArenaNonTransientException.class)
                    .verify(PATIENCE);
        }
    }
}
