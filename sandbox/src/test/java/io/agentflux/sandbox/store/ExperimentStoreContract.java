package io.agentflux.sandbox.store;

import static io.agentflux.sandbox.store.Samples.NOON;
import static io.agentflux.sandbox.store.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What every store does; each kind of store extends it. */
abstract class ExperimentStoreContract implements DecisionLogContract, FollowContract {

    private ExperimentStore store;

    /** Opens the store of this test; the second time with what the first one kept. */
    abstract Mono<ExperimentStore> open();

    @BeforeEach
    void openStore() {
        store = open().block(SOON);
    }

    @AfterEach
    void closeStore() {
        store.close().block(SOON);
    }

    @Override
    public ExperimentStore store() {
        return store;
    }

    /** As after an orderly restart. */
    void reopen() {
        closeStore();
        openStore();
    }

    @Override
    public DecisionLog log() {
        return DecisionLog.of(store);
    }

    private StoredEvent append(ExperimentEvent event) {
        return store.append(event).block(SOON);
    }

    private List<StoredEvent> all() {
        return store.events(EventQuery.all()).collectList().block(SOON);
    }

    @Test
    @DisplayName("events are numbered from 1 and come back as they were")
    void keepsEvents() {
        ExperimentEvent awkward =
                new ExperimentEvent("e'1", null, "scan", "\"quoted\" %_\\", NOON, null, "{\"text\":\"zwölf 🎯\n\t\"}");

        StoredEvent first = append(awkward);
        StoredEvent second = append(event("d1"));

        assertThat(first.sequence()).isEqualTo(1);
        assertThat(first.event()).isEqualTo(awkward);
        assertThat(second.sequence()).isEqualTo(2);
        assertThat(all()).containsExactly(first, second);
        assertThat(store.head().block(SOON)).isEqualTo(new ChainHead(2, second.hash()));
    }

    @Test
    @DisplayName("the head of a new store says that there is nothing")
    void beginsEmpty() {
        assertThat(store.head().block(SOON)).isEqualTo(ChainHead.EMPTY);
        assertThat(all()).isEmpty();
    }

    @Test
    @DisplayName("the log is a hash chain")
    void chainsEvents() {
        Flux.range(0, 20).flatMap(i -> store.append(event("d" + i))).then().block(SOON);

        ChainCheck check = new ChainCheck(null);
        all().forEach(stored -> assertThat(check.next(stored)).isEmpty());
        assertThat(check.end(store.head().block(SOON))).isInstanceOf(AuditReport.Intact.class);
    }

    @Test
    @DisplayName("an event that comes again is kept once, and its sender gets the first one")
    void keepsEventsOnce() {
        StoredEvent first = append(event("d1"));
        ExperimentEvent changed = event("onboarding", "C", "decision", "d1", "accepted");

        List<StoredEvent> again = store.commit(List.of(
                        new Change.Append(event("d0")), new Change.Append(changed), new Change.Append(event("d2"))))
                .block(SOON);

        assertThat(again).extracting(StoredEvent::sequence).containsExactly(2L, 1L, 3L);
        assertThat(again.get(1)).isEqualTo(first);
        assertThat(all()).hasSize(3);
    }

    @Test
    @DisplayName("an event that comes twice in one commit is kept once")
    void keepsEventsOnceInOneCommit() {
        List<StoredEvent> kept = store.commit(List.of(new Change.Append(event("d1")), new Change.Append(event("d1"))))
                .block(SOON);

        assertThat(kept).hasSize(2);
        assertThat(kept.get(0)).isEqualTo(kept.get(1));
        assertThat(all()).hasSize(1);
    }

    @Test
    @DisplayName("the same id in another experiment or of another type is another event")
    void scopesIds() {
        append(event("onboarding", "B", "scan", "x", null));
        append(event("retention", "B", "scan", "x", null));
        append(event("onboarding", "B", "feedback", "x", null));

        assertThat(all()).hasSize(3);
    }

    @Test
    @DisplayName("64 writers lose nothing, get no number twice, and are answered in order")
    void takesManyWriters() {
        List<Long> acknowledged = Collections.synchronizedList(new ArrayList<>());

        Flux.range(0, 64)
                .flatMap(
                        writer -> Flux.range(0, 20)
                                // asks for each answer before it subscribes; who asks later is answered when it asks
                                .concatMap(i -> store.append(event("w" + writer + "-" + i)), 1)
                                .doOnNext(stored -> acknowledged.add(stored.sequence())),
                        64)
                .then()
                .block(SOON);

        assertThat(acknowledged)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1280).boxed().toList());
        assertThat(all()).hasSize(1280);
    }

    @Test
    @DisplayName("a long log is read in order, as fast as it is asked for")
    void readsWithDemand() {
        for (int commit = 0; commit < 2; commit++) {
            int first = commit * 700;
            store.commit(IntStream.range(first, first + 700)
                            .<Change>mapToObj(i -> new Change.Append(event("d" + i)))
                            .toList())
                    .block(SOON);
        }

        StepVerifier.create(store.events(EventQuery.all()).map(StoredEvent::sequence), 0)
                .thenRequest(2)
                .expectNext(1L, 2L)
                .thenRequest(Long.MAX_VALUE)
                .expectNextSequence(LongStream.rangeClosed(3, 1400).boxed().toList())
                .expectComplete()
                .verify(SOON);
    }

    @Test
    @DisplayName("a query finds by experiment, variant, type, outcome, time and place in the log")
    void queries() {
        append(event("onboarding", "B", "decision", "1", "accepted"));
        append(event("onboarding", "C", "decision", "2", "rejected"));
        append(event("onboarding", null, "lifecycle", "3", null));
        append(event("retention", "B", "decision", "4", "accepted"));
        append(new ExperimentEvent("onboarding", "B", "freeze", "5", NOON.plusNanos(1), null, "{}"));
        EventQuery onboarding = EventQuery.ofExperiment("onboarding");

        assertThat(ids(onboarding)).containsExactly("1", "2", "3", "5");
        assertThat(ids(onboarding.ofVariant("B"))).containsExactly("1", "5");
        assertThat(ids(onboarding.ofType("decision"))).containsExactly("1", "2");
        assertThat(ids(onboarding.ofTypes(Set.of("lifecycle", "freeze")))).containsExactly("3", "5");
        assertThat(ids(EventQuery.all().withOutcome("accepted"))).containsExactly("1", "4");
        assertThat(ids(onboarding.between(NOON.plusNanos(1), null))).containsExactly("5");
        assertThat(ids(onboarding.between(null, NOON.plusNanos(1)))).containsExactly("1", "2", "3");
        assertThat(ids(EventQuery.all().after(3))).containsExactly("4", "5");
        assertThat(ids(EventQuery.ofExperiment("nobody's"))).isEmpty();
    }

    private List<String> ids(EventQuery query) {
        return store.events(query)
                .map(stored -> stored.event().id())
                .collectList()
                .block(SOON);
    }

    @Test
    @DisplayName("a document's versions follow one another, and a stale writer is told")
    void versionsDocuments() {
        Document first = Document.of("experiment", "onboarding", "{\"a\":1}");
        Document second = first.next("{\"a\":2}");
        store.put(first).block(SOON);
        store.put(second).block(SOON);

        assertThat(store.document("experiment", "onboarding").block(SOON)).isEqualTo(second);
        assertThatExceptionOfType(DocumentConflictException.class)
                .isThrownBy(() -> store.put(first.next("{\"a\":3}")).block(SOON))
                .withMessageContaining("'onboarding'")
                .withMessageContaining("it is at version 2");
        assertThatExceptionOfType(DocumentConflictException.class)
                .isThrownBy(() ->
                        store.put(new Document("experiment", "other", 2, "{}")).block(SOON))
                .withMessageContaining("there is none");
        assertThatExceptionOfType(DocumentConflictException.class)
                .isThrownBy(() -> store.put(first).block(SOON));
        assertThat(store.document("experiment", "onboarding").block(SOON)).isEqualTo(second);
    }

    @Test
    @DisplayName("storing a document again that is stored changes nothing and is no conflict")
    void letsDocumentsBeRetried() {
        Document first = Document.of("token", "hash", "{}");
        store.put(first).block(SOON);
        store.put(first).block(SOON);
        store.put(first.next("{\"revoked\":true}")).block(SOON);
        store.put(first.next("{\"revoked\":true}")).block(SOON);

        assertThat(store.document("token", "hash").block(SOON)).isEqualTo(first.next("{\"revoked\":true}"));
    }

    @Test
    @DisplayName("documents can be overwritten, removed and listed by kind")
    void listsDocuments() {
        store.commit(List.of(
                        new Change.Overwrite("heartbeat", "b", "{}"),
                        new Change.Overwrite("heartbeat", "a", "1"),
                        new Change.Overwrite("heartbeat", "a", "2"),
                        new Change.Put(Document.of("webhook", "w", "{}"))))
                .block(SOON);

        assertThat(store.documents("heartbeat").collectList().block(SOON))
                .containsExactly(new Document("heartbeat", "a", 2, "2"), Document.of("heartbeat", "b", "{}"));

        store.remove("heartbeat", "b").block(SOON);
        store.remove("heartbeat", "never there").block(SOON);

        assertThat(store.documents("heartbeat").map(Document::id).collectList().block(SOON))
                .containsExactly("a");
        assertThat(store.document("heartbeat", "b").blockOptional(SOON)).isEmpty();
        assertThat(store.documents("delivery").collectList().block(SOON)).isEmpty();
    }

    @Test
    @DisplayName("more documents than one reading holds are listed, all of them")
    void listsManyDocuments() {
        List<Change> changes = IntStream.range(0, 1000)
                .<Change>mapToObj(i -> new Change.Overwrite("delivery", "d" + i, "{}"))
                .toList();
        store.commit(changes).block(SOON);
        store.put(Document.of("delivery", "the last", "{}")).block(SOON);

        assertThat(store.documents("delivery").map(Document::id).collectList().block(SOON))
                .hasSize(1001)
                .isSorted()
                .endsWith("the last");
    }

    @Test
    @DisplayName("a commit with a conflict changes nothing, and those beside it are kept")
    void commitsAllOrNothing() {
        Document stored = Document.of("experiment", "onboarding", "{}");
        store.put(stored).block(SOON);
        Mono<List<StoredEvent>> conflicting = store.commit(List.of(
                new Change.Append(event("lost")),
                new Change.Overwrite("heartbeat", "lost", "{}"),
                new Change.Put(Document.of("token", "lost", "{}")),
                new Change.Put(new Document("experiment", "onboarding", 7, "{}"))));

        List<Throwable> failures = Flux.range(0, 40)
                .flatMap(
                        i -> (i % 4 == 0 ? conflicting : store.append(event("d" + i)))
                                .then(Mono.<Throwable>empty())
                                .onErrorResume(Mono::just),
                        40)
                .collectList()
                .block(SOON);

        assertThat(failures).hasSize(10).hasOnlyElementsOfType(DocumentConflictException.class);
        assertThat(all()).hasSize(30).noneMatch(kept -> kept.event().id().equals("lost"));
        assertThat(store.document("heartbeat", "lost").blockOptional(SOON)).isEmpty();
        assertThat(store.document("token", "lost").blockOptional(SOON)).isEmpty();
        assertThat(store.document("experiment", "onboarding").block(SOON)).isEqualTo(stored);
    }

    @Test
    @DisplayName("a commit that is too large is refused with its limit")
    void limitsCommits() {
        List<Change> tooMany =
                Collections.nCopies(ExperimentStore.MAXIMUM_CHANGES + 1, new Change.Remove("delivery", "d"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.commit(tooMany).block(SOON))
                .withMessageContaining("1001")
                .withMessageContaining("at most 1000");
    }

    @Test
    @DisplayName("an empty commit completes")
    void makesEmptyCommits() {
        assertThat(store.commit(List.of()).block(SOON)).isEmpty();
    }

    @Test
    @DisplayName("whoever wrote acknowledges, which wakes nobody else")
    void acknowledgesWhereItWrites() {
        String thread = store.append(event("d1"))
                .map(stored -> Thread.currentThread().getName())
                .block(SOON);

        assertThat(thread).isEqualTo("agentflux-store-writer");
    }

    @Test
    @DisplayName("nothing happens before a subscription, and each subscription appends")
    void isCold() {
        Mono<StoredEvent> append = store.append(event("d1"));
        assertThat(all()).isEmpty();

        StoredEvent first = append.block(SOON);
        StoredEvent second = append.block(SOON);

        assertThat(second).isEqualTo(first);
    }

    @Test
    @DisplayName("no caller is blocked: a thread that may not block can do everything")
    void neverBlocksCallers() {
        Mono<Long> everything = Mono.defer(() -> store.append(event("d1")))
                .then(store.put(Document.of("token", "t", "{}")))
                .thenMany(store.events(EventQuery.all()))
                .then(store.page(EventQuery.all(), 1, 20))
                .then(store.document("token", "t"))
                .then(store.documents("token").count())
                .subscribeOn(Schedulers.parallel());

        assertThat(everything.block(SOON)).isEqualTo(1);
    }

    @Test
    @DisplayName("a closed store says so, and can be closed again")
    void refusesWhenClosed() {
        store.close().block(SOON);

        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> store.append(event("d1")).block(SOON))
                .withMessageContaining("closed");
        store.close().block(SOON);
        StepVerifier.create(store.onFailure()).expectComplete().verify(SOON);
    }

    @Test
    @DisplayName("heartbeats are flushed, the newest of each variant, and found again")
    void keepsHeartbeats() {
        Heartbeats heartbeats = Heartbeats.load(store).block(SOON);
        Heartbeats.Heartbeat b = new Heartbeats.Heartbeat("onboarding", "B", NOON, java.time.Duration.ofSeconds(30));
        Heartbeats.Heartbeat later =
                new Heartbeats.Heartbeat("onboarding", "B", NOON.plusSeconds(30), java.time.Duration.ofSeconds(30));
        Heartbeats.Heartbeat c = new Heartbeats.Heartbeat("onboarding", "C", NOON, java.time.Duration.ofMinutes(1));
        heartbeats.record(b);
        heartbeats.record(c);
        heartbeats.record(later);

        heartbeats.flush().block(SOON);
        heartbeats.flush().block(SOON);

        assertThat(store.documents("heartbeat")
                        .map(Document::version)
                        .collectList()
                        .block(SOON))
                .containsExactly(1L, 1L);
        assertThat(Heartbeats.load(store).block(SOON).latest()).containsExactlyInAnyOrder(later, c);
    }
}
