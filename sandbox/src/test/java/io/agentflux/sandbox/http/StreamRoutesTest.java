package io.agentflux.sandbox.http;

import static io.agentflux.sandbox.http.ServedStreams.ADMINISTRATOR;
import static io.agentflux.sandbox.http.ServedStreams.ALL;
import static io.agentflux.sandbox.http.ServedStreams.MINE;
import static io.agentflux.sandbox.http.ServedStreams.PATIENCE;
import static io.agentflux.sandbox.http.ServedStreams.SIGN_OF_LIFE;
import static io.agentflux.sandbox.http.ServedStreams.TOKEN;
import static io.agentflux.sandbox.http.ServedStreams.await;
import static io.agentflux.sandbox.http.ServedStreams.decision;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.http.ArenaAccess;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.arena.http.ArenaEvent;
import io.agentflux.arena.http.ArenaProtocol;
import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.RawConnection;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.http.EventReader.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class StreamRoutesTest {

    @AutoClose
    private final ServedStreams streams = new ServedStreams();

    @Test
    @DisplayName(
            "an agent is told its signals, its decisions, and what concerns it or the whole experiment, and nothing else")
    void agentSeesItsOwn() {
        EventReader reader = streams.openMine();

        streams.append(decision("var_b", "dec_b"));
        streams.append(streams.event("var_a", EventType.TOKEN_ISSUED, "{}"));
        long mine = streams.append(decision("var_a", "dec_a"));
        streams.append(streams.event("var_b", EventType.FROZEN, "{\"reason\":\"theirs\"}"));
        long paused =
                streams.append(streams.event(null, EventType.STATUS_CHANGED, "{\"to\":\"PAUSED\",\n\"by\":\"eve\"}"));

        assertThat(reader.headers())
                .containsEntry("content-type", "text/event-stream")
                .containsEntry("cache-control", "no-store, no-transform")
                .containsEntry("x-accel-buffering", "no")
                .containsEntry("transfer-encoding", "chunked");
        Event decided = reader.next();
        assertThat(decided.sequence()).isEqualTo(mine);
        assertThat(decided.name()).isEqualTo("decision");
        assertThat(decided.data()).contains("\"id\":\"dec_a\"", "\"rejectionCode\":\"RATE_LIMITED\"", "more\\nlines");
        assertThat(reader.next())
                .isEqualTo(new Event(
                        "" + paused,
                        EventType.STATUS_CHANGED,
                        "{\"timestamp\":\"2026-03-01T12:00:00Z\",\"to\":\"PAUSED\"}"));
    }

    @Test
    @DisplayName("an administrator is told everything, or what was asked for")
    void administratorSeesEverything() {
        EventReader everything = streams.open(ALL, "");
        EventReader some = streams.open(ALL + "?experiment=exp_1&variant=var_a&types=frozen,released", "");

        streams.append(streams.event("var_b", EventType.FROZEN, "{\"by\":\"eve\"}"));
        streams.append(streams.event("var_a", EventType.RELEASED, "{}"));

        assertThat(everything.next())
                .isEqualTo(new Event(
                        "1",
                        "frozen",
                        "{\"sequence\":1,\"experimentId\":\"exp_1\",\"variantId\":\"var_b\",\"type\":\"frozen\","
                                + "\"id\":\"e1\",\"timestamp\":\"2026-03-01T12:00:00Z\",\"outcome\":null,"
                                + "\"body\":{\"by\":\"eve\"}}"));
        assertThat(everything.next().name()).isEqualTo("released");
        assertThat(some.next().sequence()).isEqualTo(2);
    }

    @Test
    @DisplayName("nobody waits for events of a type that there is not")
    void refusesUnknownTypes() {
        try (RawConnection connection = new RawConnection(streams.port())) {
            assertThat(connection
                            .call("GET", ALL + "?types=frozen,realeased", ADMINISTRATOR, "")
                            .body())
                    .contains("There is no event of type 'realeased'; there are activity, anomaly, approval-denied,");
        }
    }

    @Test
    @DisplayName("a stream goes on behind the last event that was seen; an id from elsewhere means the end of the log")
    void resumes() {
        streams.append(decision("var_a", "dec_1"));
        streams.append(decision("var_a", "dec_2"));
        streams.append(decision("var_a", "dec_3"));

        EventReader resumed = streams.open(ALL, "1");
        EventReader fromNow = streams.open(ALL, "");
        EventReader fromElsewhere = streams.open(ALL, "999");
        streams.append(decision("var_a", "dec_4"));

        assertThat(resumed.next(3)).extracting(Event::sequence).containsExactly(2L, 3L, 4L);
        assertThat(fromNow.next().sequence()).isEqualTo(4);
        assertThat(fromElsewhere.next().sequence()).isEqualTo(4);
        assertThat(streams.open(ALL, "x").status()).isEqualTo(400);
        assertThat(streams.open(ALL, "-1").status()).isEqualTo(400);
    }

    @Test
    @DisplayName("a reader that has seen no id yet may say so by an empty one")
    void takesEmptyIds() {
        long happened = streams.append(streams.event("var_a", EventType.FROZEN, "{}"));

        Flux<byte[]> frames = Objects.requireNonNull(streams.askForMine("").block(PATIENCE)).stream();

        StepVerifier.create(Objects.requireNonNull(frames).map(frame -> new String(frame, StandardCharsets.UTF_8)))
                .expectNext(":\n\n")
                .expectNextMatches(frame -> frame.startsWith("event: signals"))
                .then(() -> streams.append(streams.event("var_a", EventType.RELEASED, "{}")))
                .expectNextMatches(frame -> frame.startsWith("id: " + (happened + 1)))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    @DisplayName("the project's own client reads the stream and resumes it")
    void clientReads() {
        streams.append(decision("var_a", "dec_1"));
        try (ArenaClient client =
                ArenaClient.create(ArenaAccess.of("http://127.0.0.1:" + streams.port(), Token.of(TOKEN)))) {
            StepVerifier.create(client.eventsAfter("0"))
                    .recordWith(ArrayList::new)
                    .thenConsumeWhile(event -> !(event instanceof ArenaEvent.DecisionMade))
                    .consumeRecordedWith(events -> assertThat(events)
                            .filteredOn(ArenaEvent.DecisionMade.class::isInstance)
                            .extracting(ArenaEvent::id)
                            .isSubsetOf("1"))
                    .then(() -> streams.append(streams.event("var_a", EventType.FROZEN, "{\"reason\":\"why\"}")))
                    .thenConsumeWhile(event -> !(event instanceof ArenaEvent.Notice))
                    .thenCancel()
                    .verify(PATIENCE);
        }
        await(() -> streams.routes.openSize() == 0);
    }

    @Test
    @Timeout(20)
    @DisplayName("there is a sign of life at once, and another one after 15 seconds of silence")
    void keepsAlive() {
        EventReader reader = streams.openMine();

        // the headers come before the stream has begun to count
        do {
            streams.pass(ArenaProtocol.STREAM_KEEP_ALIVE);
        } while (!reader.isSentSomethingWithin(Duration.ofSeconds(1)));

        assertThat(reader.next()).isEqualTo(SIGN_OF_LIFE);
    }

    @Test
    @DisplayName("there are no signals while the experiment is not running, but all else")
    void withoutSignals() {
        streams.day.set(0);
        EventReader reader = streams.open(MINE, "");
        streams.append(streams.event(null, EventType.STATUS_CHANGED, "{}"));

        assertThat(reader.next().name()).isEqualTo(EventType.STATUS_CHANGED);
    }
}
