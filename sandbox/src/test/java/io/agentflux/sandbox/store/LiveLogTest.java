package io.agentflux.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class LiveLogTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<Long> reads = new ArrayList<>();
    private final List<StoredEvent> kept = new ArrayList<>();
    private Mono<List<StoredEvent>> broken;
    private final LiveLog live = new LiveLog(0, this::read, Schedulers.immediate());

    private Mono<List<StoredEvent>> read(EventQuery query, int limit) {
        reads.add(query.after());
        return broken != null
                ? broken
                : Mono.just(kept.stream().filter(query::matches).limit(limit).toList());
    }

    private static StoredEvent event(long sequence, String body) {
        ExperimentEvent event =
                new ExperimentEvent("onboarding", null, "note", "n" + sequence, Samples.NOON, null, body);
        return new StoredEvent(sequence, event, "");
    }

    private void publish(long... sequences) {
        publish("{}", sequences);
    }

    private void publish(String body, long... sequences) {
        List<StoredEvent> events = LongStream.of(sequences)
                .mapToObj(sequence -> event(sequence, body))
                .toList();
        kept.addAll(events);
        live.publish(events);
        live.wake();
    }

    @Test
    @DisplayName("who keeps up never reads the log")
    void keepsUp() {
        StepVerifier.create(live.follow(EventQuery.all()).map(StoredEvent::sequence))
                .then(() -> publish(1, 2))
                .expectNext(1L, 2L)
                .then(() -> publish(3))
                .expectNext(3L)
                .thenCancel()
                .verify(SOON);

        assertThat(reads).isEmpty();
        assertThat(live.followerSize()).isZero();
    }

    @Test
    @DisplayName("an event of which it was in doubt whether it was kept is found in the log")
    void gap() {
        StepVerifier.create(live.follow(EventQuery.all()).map(StoredEvent::sequence))
                .then(() -> publish(1))
                .expectNext(1L)
                .then(() -> kept.add(event(2, "{}")))
                .then(() -> publish(3))
                .expectNext(2L, 3L)
                .thenCancel()
                .verify(SOON);

        assertThat(reads).isEqualTo(List.of(1L));
    }

    @Test
    @DisplayName("few immense events are kept, not as many as small ones")
    void immenseEvents() {
        String immense = "x".repeat(ExperimentEvent.MAXIMUM_BODY_LENGTH);
        publish(immense, LongStream.rangeClosed(1, 40).toArray());

        assertThat(live.get(40)).isNotNull();
        assertThat(LongStream.rangeClosed(1, 40).filter(sequence -> live.get(sequence) != null))
                .hasSize(16);
    }

    @Test
    @DisplayName("a read that fails fails the follower, but not while the store is being closed")
    void failingReads() {
        publish(1);
        publish(LongStream.rangeClosed(2, 2 + LiveLog.CAPACITY).toArray());
        broken = Mono.error(new StoreUnavailableException("the database is away", Obstacle.AWAY, null));

        StepVerifier.create(live.follow(EventQuery.all()))
                .expectError(StoreUnavailableException.class)
                .verify(SOON);
        live.close();
        StepVerifier.create(live.follow(EventQuery.all())).expectComplete().verify(SOON);
        assertThat(live.followerSize()).isZero();
    }

    @Test
    @DisplayName("the failure of a store reaches its followers, even without demand, behind what was durable before")
    void failureOfStore() {
        StepVerifier.create(live.follow(EventQuery.all()).map(StoredEvent::sequence))
                .then(() -> publish(1))
                .then(() -> live.end(new StoreFailedException("fsync failed", null)))
                .expectNext(1L)
                .expectError(StoreFailedException.class)
                .verify(SOON);
        StepVerifier.create(live.follow(EventQuery.all()), 0)
                .expectError(StoreFailedException.class)
                .verify(SOON);
    }
}
