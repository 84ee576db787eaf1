package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.guardrail.Proposal;
import io.agentflux.sandbox.FailingListener;
import io.agentflux.sandbox.experiment.StateLane.Step;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class StateLaneTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    private final SimulatedScheduler timer = SimulatedScheduler.startingAt(NOW);
    private final HandJournal journal = new HandJournal();
    private final List<String> published = new ArrayList<>();
    private final StateLane lane = new StateLane(
            "experiment 'Test'",
            new ExperimentState(ExperimentStatus.RUNNING, null, Map.of(), 0, "control", Map.of()),
            0,
            journal,
            timer,
            this::note);
    private boolean fails;

    private void note(ExperimentState before, ExperimentState after) {
        published.add(reason(after));
        if (fails) {
            throw new IllegalStateException("what follows from a change goes wrong");
        }
    }

    /** Keeps what the test says, when it says so. */
    private static final class HandJournal implements Journal {
        private final List<CompletableFuture<Long>> waiting = new ArrayList<>();
        private final List<Kept> kept = new ArrayList<>();
        private final List<List<Occurrence>> asked = new ArrayList<>();
        private boolean unreadable;

        @Override
        public Mono<Long> append(List<Occurrence> occurrences) {
            CompletableFuture<Long> answer = new CompletableFuture<>();
            asked.add(occurrences);
            waiting.add(answer);
            return Mono.fromFuture(answer);
        }

        @Override
        public Flux<Kept> behind(long sequence) {
            return Flux.defer(() -> unreadable
                    ? Flux.error(new ArenaTransientException("not now", null))
                    : Flux.fromIterable(kept).filter(each -> each.sequence() > sequence));
        }

        void keep(int index) {
            for (Occurrence occurrence : asked.get(index)) {
                kept.add(new Kept(kept.size() + 1L, occurrence));
            }
            waiting.get(index).complete((long) kept.size());
        }

        void fail(int index, boolean keptNevertheless) {
            if (keptNevertheless) {
                asked.get(index).forEach(occurrence -> kept.add(new Kept(kept.size() + 1L, occurrence)));
            }
            waiting.get(index).completeExceptionally(new ArenaTransientException("no answer", null));
        }
    }

    private static String reason(ExperimentState state) {
        return state.freeze() == null ? "none" : state.freeze().reason();
    }

    /** Freezes the experiment for a reason, and answers with the reason that it saw. */
    private CompletableFuture<String> freeze(String reason) {
        return lane.change(state -> new Step<>(
                        List.of(new Occurrence.Frozen(null, new Proposal.Freeze(reason, null), "test", NOW)),
                        reason(state)))
                .toFuture();
    }

    @Test
    @DisplayName("a change that is kept is answered, whatever goes wrong with what follows from it")
    void failingFollowUp() {
        fails = true;
        CompletableFuture<String> answer = freeze("one");
        CompletableFuture<String> next = freeze("two");
        journal.keep(0);
        journal.keep(1);

        assertThat(answer).isCompletedWithValue("none");
        assertThat(next).isCompletedWithValue("one");
        assertThat(published).containsExactly("one", "two");
    }

    @Test
    @DisplayName("a change that cannot be decided is answered, also where that is an error")
    void answersErrors() {
        CompletableFuture<String> defective = lane.<String>change(state -> {
                    throw new AssertionError("this cannot be");
                })
                .toFuture();
        CompletableFuture<String> next = freeze("one");
        journal.keep(0);

        assertThat(defective).isCompletedExceptionally();
        assertThat(next).isCompletedWithValue("none");
    }

    @Test
    @DisplayName("a change sees those before it that are still being kept; nobody else sees them before they are")
    void judgesAgainstWhatIsInFlight() {
        CompletableFuture<String> first = freeze("one");
        CompletableFuture<String> second = freeze("two");

        assertThat(reason(lane.published())).isEqualTo("none");
        assertThat(first).isNotDone();
        journal.keep(0);
        assertThat(first).isCompletedWithValue("none");
        assertThat(reason(lane.published())).isEqualTo("one");
        assertThat(second).isNotDone();
        journal.keep(1);
        assertThat(second).isCompletedWithValue("one");
        assertThat(published).containsExactly("one", "two");
    }

    @Test
    @DisplayName(
            "where there is nothing to change, the answer waits for the changes that it rests on, and fails with them")
    void nothingToChange() {
        CompletableFuture<String> atOnce = look();
        CompletableFuture<String> first = freeze("one");
        CompletableFuture<String> behindFirst = look();
        CompletableFuture<String> second = freeze("two");
        CompletableFuture<String> behindSecond = look();

        assertThat(atOnce).isCompletedWithValue("none");
        assertThat(behindFirst).isNotDone();
        journal.keep(0);
        assertThat(first).isCompleted();
        assertThat(behindFirst).isCompletedWithValue("one");
        assertThat(behindSecond).isNotDone();
        journal.fail(1, false);
        assertThat(second).isCompletedExceptionally();
        assertThat(behindSecond).isCompletedExceptionally();
        assertThat(look()).isCompletedWithValue("one");
    }

    /** Changes nothing, and answers with the reason that it saw. */
    private CompletableFuture<String> look() {
        return lane.change(state -> new Step<>(List.of(), reason(state))).toFuture();
    }

    @Test
    @DisplayName(
            "after a change that was not kept nothing is decided until the others are, then all goes on without it")
    void failure() {
        CompletableFuture<String> lost = freeze("lost");
        CompletableFuture<String> kept = freeze("kept");
        journal.fail(0, false);

        assertThat(lost).isCompletedExceptionally();
        assertThatThrownBy(() -> lane.change(state -> new Step<>(List.of(), "")).block(SOON))
                .isInstanceOf(ArenaTransientException.class);
        journal.keep(1);
        assertThat(kept).isCompletedWithValue("lost");

        CompletableFuture<String> next = freeze("next");
        journal.keep(2);
        assertThat(next).isCompletedWithValue("kept");
    }

    @Test
    @DisplayName("a change that was kept although nobody said so is found and published")
    void keptNevertheless() {
        CompletableFuture<String> unknown = freeze("unknown");
        journal.fail(0, true);

        assertThat(unknown).isCompletedExceptionally();
        assertThat(reason(lane.published())).isEqualTo("unknown");
        assertThat(published).containsExactly("unknown");
        CompletableFuture<String> next = freeze("next");
        journal.keep(1);
        assertThat(next).isCompletedWithValue("unknown");
    }

    @Test
    @DisplayName("a state is that of the end of the log only while no change of it may be there unseen")
    void completeUpToTheEndOfTheLog() {
        CompletableFuture<String> kept = freeze("one");
        StateLane.Point onItsWay = lane.complete(7);
        journal.keep(0);
        StateLane.Point quiet = lane.complete(7);
        journal.unreadable = true;
        CompletableFuture<String> doubtful = freeze("in doubt");
        journal.fail(1, true);
        StateLane.Point inDoubt = lane.complete(9);
        journal.unreadable = false;
        timer.advanceBy(Duration.ofSeconds(1));
        StateLane.Point found = lane.complete(9);

        assertThat(kept).isCompleted();
        assertThat(doubtful).isCompletedExceptionally();
        assertThat(onItsWay.sequence()).isZero();
        assertThat(quiet.sequence()).isEqualTo(7);
        assertThat(reason(quiet.state())).isEqualTo("one");
        assertThat(inDoubt.sequence()).isEqualTo(1);
        assertThat(reason(inDoubt.state())).isEqualTo("one");
        assertThat(found.sequence()).isEqualTo(9);
        assertThat(reason(found.state())).isEqualTo("in doubt");
    }

    @Test
    @DisplayName("while the journal cannot be read, nothing is decided; it is tried again each second")
    void unreadable() {
        journal.unreadable = true;
        CompletableFuture<String> lost = freeze("lost");
        journal.fail(0, false);
        assertThat(lost).isCompletedExceptionally();
        timer.advanceBy(Duration.ofSeconds(5));
        assertThat(freeze("refused")).isCompletedExceptionally();

        journal.unreadable = false;
        timer.advanceBy(Duration.ofSeconds(1));

        CompletableFuture<String> next = freeze("next");
        journal.keep(1);
        assertThat(next).isCompletedWithValue("none");
    }

    @Test
    @DisplayName("whoever fails by an error on hearing the answer stops nobody else's changes")
    void bearsListenersThatFail() {
        lane.change(state -> new Step<>(List.of(), "seen")).subscribe(new FailingListener<>());

        CompletableFuture<String> next = freeze("next");
        journal.keep(0);
        assertThat(next).isCompletedWithValue("none");
    }

    @Test
    @DisplayName("a decision that throws changes nothing and is the error")
    void throwing() {
        assertThatThrownBy(() -> lane.change(state -> {
                            throw new IllegalStateException("no");
                        })
                        .block(SOON))
                .hasMessage("no");
        CompletableFuture<String> next = freeze("next");
        journal.keep(0);
        assertThat(next).isCompletedWithValue("none");
    }

    @Test
    @DisplayName("changes from many threads are decided one after the other, none is lost")
    void manyThreads() {
        StateLane busy = new StateLane(
                "busy",
                new ExperimentState(ExperimentStatus.RUNNING, null, Map.of(), 0, "control", Map.of()),
                0,
                new Journal() {
                    @Override
                    public Mono<Long> append(List<Occurrence> occurrences) {
                        return Mono.just(0L).publishOn(Schedulers.parallel());
                    }

                    @Override
                    public Flux<Kept> behind(long sequence) {
                        return Flux.empty();
                    }
                },
                timer,
                (before, after) -> {});

        Flux.range(0, 20_000)
                .flatMap(
                        i -> busy.change(state -> new Step<>(
                                        List.of(new Occurrence.DayPassed(state.daysPlayed() + 1, List.of(), NOW)), i))
                                .subscribeOn(Schedulers.parallel()),
                        64)
                .blockLast(SOON);

        assertThat(busy.published().daysPlayed()).isEqualTo(20_000);
    }
}
