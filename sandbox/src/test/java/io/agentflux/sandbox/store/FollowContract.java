package io.agentflux.sandbox.store;

import static io.agentflux.sandbox.store.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What everybody may rely on who follows the log of a store. */
interface FollowContract {

    Duration WAIT = Duration.ofSeconds(20);

    /** More than is kept for followers: who stands still meanwhile has to read the log. */
    int MANY = 2 * LiveLog.CAPACITY + 100;

    /** The store of this test, which is new. */
    ExperimentStore store();

    /** Keeps events as quickly as possible. */
    private void write(String variantId, String prefix, int count) {
        Flux.range(0, count)
                .map(i -> (Change) new Change.Append(event("onboarding", variantId, "decision", prefix + i, null)))
                .buffer(100)
                .concatMap(changes -> store().commit(changes))
                .then()
                .block(WAIT);
    }

    private static List<Long> numbers(long from, long until) {
        return LongStream.rangeClosed(from, until).boxed().toList();
    }

    /** Asks for events when told to. */
    final class Reader extends BaseSubscriber<StoredEvent> {

        private final List<Long> received = new ArrayList<>();
        private final CompletableFuture<Void> begun = new CompletableFuture<>();
        private final CompletableFuture<List<Long>> complete = new CompletableFuture<>();
        private final long enough;

        Reader(long enough) {
            this.enough = enough;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // asks when told to
        }

        @Override
        protected void hookOnNext(StoredEvent stored) {
            received.add(stored.sequence());
            begun.complete(null);
            if (received.size() == enough) {
                complete.complete(received);
            }
        }

        @Override
        protected void hookOnComplete() {
            complete.complete(received);
        }

        @Override
        protected void hookOnError(Throwable failure) {
            complete.completeExceptionally(failure);
        }

        List<Long> all() throws Exception {
            return complete.get(WAIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    @DisplayName("a follower gets what is in the log, then what comes, each event once")
    default void goesFromLogToLive() {
        write("B", "old", 3);

        StepVerifier.create(store().follow(EventQuery.all().after(1)).map(StoredEvent::sequence))
                .expectNext(2L, 3L)
                .then(() -> write("B", "old", 1))
                .then(() -> write("B", "new", 2))
                .expectNext(4L, 5L)
                .thenCancel()
                .verify(WAIT);
    }

    @Test
    @DisplayName("followers that begin anywhere while many write, and ask for different amounts, miss nothing")
    default void isGaplessWhileWriting() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        List<Reader> readers = new ArrayList<>();
        CompletableFuture<Void> written = Flux.range(0, 4)
                .flatMap(writer -> Mono.fromRunnable(() -> write("B", writer + "-", MANY / 4))
                        .subscribeOn(Schedulers.boundedElastic()))
                .then()
                .toFuture();
        int total = MANY / 4 * 4;
        for (int i = 0; i < 24; i++) {
            Reader reader = new Reader(total);
            int atOnce = 1 + random.nextInt(200);
            store().follow(EventQuery.all()).limitRate(atOnce).subscribe(reader);
            reader.requestUnbounded();
            readers.add(reader);
            store().head().block(WAIT);
        }

        written.get(WAIT.toSeconds(), TimeUnit.SECONDS);
        for (Reader reader : readers) {
            assertThat(reader.all()).isEqualTo(numbers(1, total));
            reader.cancel();
        }
    }

    @Test
    @DisplayName("a follower that stands still delays nobody, and later gets everything")
    default void followerStandsStill() throws Exception {
        Reader slow = new Reader(MANY);
        Reader quick = new Reader(MANY);
        store().follow(EventQuery.all()).subscribe(slow);
        store().follow(EventQuery.all()).subscribe(quick);
        slow.request(1);
        quick.requestUnbounded();

        write("B", "d", MANY);

        assertThat(quick.all()).isEqualTo(numbers(1, MANY));
        assertThat(slow.begun).succeedsWithin(WAIT);
        assertThat(slow.received).isEqualTo(List.of(1L));
        slow.request(MANY - 1);
        assertThat(slow.all()).isEqualTo(numbers(1, MANY));
        quick.cancel();
        slow.cancel();
    }

    @Test
    @DisplayName("a follower gets only what it asked about, however much else is kept")
    default void followsOnlyWhatMatches() throws Exception {
        Reader reader = new Reader(2);
        store().follow(EventQuery.ofExperiment("onboarding").ofVariant("B").ofType("decision"))
                .subscribe(reader);
        reader.requestUnbounded();

        write("C", "noise", 10);
        write("B", "first", 1);
        write("C", "more noise", MANY);
        write("B", "second", 1);

        assertThat(reader.all()).isEqualTo(List.of(11L, 12L + MANY));
        reader.cancel();
    }

    @Test
    @DisplayName("nothing comes after a cancellation")
    default void stopsFollowing() {
        Reader cancelled = new Reader(Long.MAX_VALUE);
        store().follow(EventQuery.all()).subscribe(cancelled);
        cancelled.requestUnbounded();
        cancelled.cancel();

        write("B", "d", 10);
        StepVerifier.create(store().follow(EventQuery.all()).take(10))
                .expectNextCount(10)
                .expectComplete()
                .verify(WAIT);

        assertThat(cancelled.received).isEmpty();
    }

    @Test
    @DisplayName("closing the store completes its followers, those that stand still too")
    default void completesFollowers() throws Exception {
        write("B", "d", 5);
        Reader attentive = new Reader(Long.MAX_VALUE);
        Reader still = new Reader(Long.MAX_VALUE);
        store().follow(EventQuery.all()).subscribe(attentive);
        store().follow(EventQuery.all()).subscribe(still);
        attentive.requestUnbounded();
        Objects.requireNonNull(store().append(event("last")).block(WAIT));

        store().close().block(WAIT);

        assertThat(attentive.all()).isEqualTo(numbers(1, 6));
        assertThat(still.all()).isEmpty();
        StepVerifier.create(store().follow(EventQuery.all().after(6)))
                .expectComplete()
                .verify(WAIT);
    }
}
