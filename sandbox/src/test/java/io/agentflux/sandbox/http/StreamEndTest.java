package io.agentflux.sandbox.http;

import static io.agentflux.sandbox.http.ServedStreams.ALL;
import static io.agentflux.sandbox.http.ServedStreams.MINE;
import static io.agentflux.sandbox.http.ServedStreams.PATIENCE;
import static io.agentflux.sandbox.http.ServedStreams.TOKEN;
import static io.agentflux.sandbox.http.ServedStreams.await;
import static io.agentflux.sandbox.http.ServedStreams.decision;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.http.Admission.Admitted;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** When streams end, by themselves or because there are too many. */
class StreamEndTest {

    @AutoClose
    private final ServedStreams streams = new ServedStreams();

    @Test
    @DisplayName("a token that is revoked ends its streams before they tell anything more")
    void revoked() {
        EventReader reader = streams.openMine();

        streams.tokens.revoke(Token.of(TOKEN));
        streams.append(decision("var_a", "dec_a"));

        assertThat(reader.isEndedInOrder()).isTrue();
        assertThat(streams.open(MINE, "").status()).isEqualTo(403);
    }

    @Test
    @DisplayName("an agent has no access to the administrators' stream, and a limited number of its own")
    void limits() {
        try (EventReader wrong = new EventReader(streams.port(), ALL, TOKEN, "")) {
            assertThat(wrong.status()).isEqualTo(403);
        }
        EventReader first = streams.openMine();
        for (int i = 1; i < StreamRoutes.MOST_PER_TOKEN; i++) {
            streams.openMine();
        }

        assertThat(streams.open(MINE, "").status()).isEqualTo(429);
        first.close();
        await(() -> streams.routes.openSize() < StreamRoutes.MOST_PER_TOKEN);
        streams.openMine();
    }

    @Test
    @DisplayName("of streams that are asked for at the same time, those that are too many end at once")
    void limitsAtOnce() {
        List<Reply> asked = Flux.range(0, StreamRoutes.MOST_PER_TOKEN + 2)
                .concatMap(i -> streams.askForMine("0"))
                .collectList()
                .block(PATIENCE);
        AtomicInteger ended = new AtomicInteger();

        List<Disposable> opened = asked.stream()
                .map(reply -> Objects.requireNonNull(reply.stream())
                        .doOnComplete(ended::incrementAndGet)
                        .subscribe())
                .toList();

        assertThat(ended).hasValue(2);
        assertThat(streams.routes.openSize()).isEqualTo(StreamRoutes.MOST_PER_TOKEN);
        opened.forEach(Disposable::dispose);
        assertThat(streams.routes.openSize()).isZero();
    }

    @Test
    @DisplayName("the place of a stream is free before its end is seen")
    void freesItsPlaceFirst() {
        Admitted agent = new Admitted(streams.tokens.agent(TOKEN).orElseThrow(), null);
        Call notAdmittedAnyMore =
                new Call(Map.of(), Map.of(), new DefaultHttpHeaders(), new byte[0], agent, access -> false);
        Route mine = streams.routes.routes().stream()
                .filter(route -> route.access() == Access.AGENT)
                .findFirst()
                .orElseThrow();
        AtomicInteger openAtTheEnd = new AtomicInteger(-1);

        mine.operation()
                .answer(notAdmittedAnyMore)
                .mapNotNull(Reply::stream)
                .flatMapMany(stream -> stream.doOnComplete(() -> openAtTheEnd.set(streams.routes.openSize())))
                .blockLast(PATIENCE);

        assertThat(openAtTheEnd).hasValue(0);
    }

    @Test
    @DisplayName("streams end in order when the server stops")
    void ends() {
        EventReader first = streams.openMine();
        EventReader second = streams.open(ALL, "");
        streams.handler.stop(Duration.ZERO).block(PATIENCE);
        assertThat(first.isEndedInOrder()).isTrue();
        assertThat(second.isEndedInOrder()).isTrue();
        await(() -> streams.routes.openSize() == 0);
    }

    @Test
    @DisplayName("streams end in order when the store is closed")
    void endsWithStore() {
        EventReader reader = streams.open(ALL, "");
        streams.store.close().block(PATIENCE);

        assertThat(reader.isEndedInOrder()).isTrue();
    }
}
