package io.agentflux.sandbox.store;

import io.agentflux.sandbox.store.GroupCommitWriter.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

final class InMemoryExperimentStore implements ExperimentStore {

    private final ConcurrentSkipListMap<Long, StoredEvent> events = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<DocumentKey, Document> documents = new ConcurrentSkipListMap<>();
    private final LiveLog live;
    private final GroupCommitWriter writer;

    private record DocumentKey(String kind, String id) implements Comparable<DocumentKey> {

        private static final Comparator<DocumentKey> ORDER =
                Comparator.comparing(DocumentKey::kind).thenComparing(DocumentKey::id);

        @Override
        public int compareTo(DocumentKey other) {
            return ORDER.compare(this, other);
        }
    }

    InMemoryExperimentStore(Scheduler scheduler) {
        live = new LiveLog(0, this::oldest, scheduler);
        writer = new GroupCommitWriter(new Memory(), live, scheduler);
    }

    @Override
    public Mono<List<StoredEvent>> commit(List<Change> changes) {
        return writer.commit(changes);
    }

    @Override
    public Flux<StoredEvent> events(EventQuery query) {
        return Flux.fromIterable(events.tailMap(query.after(), false).values()).filter(query::matches);
    }

    private Mono<List<StoredEvent>> oldest(EventQuery query, int limit) {
        return events(query).take(limit).collectList();
    }

    @Override
    public Flux<StoredEvent> follow(EventQuery query) {
        return live.follow(query);
    }

    @Override
    public Mono<EventPage> page(EventQuery query, int page, int pageSize) {
        return Mono.fromCallable(() -> {
            EventPage.requireBounds(page, pageSize);
            List<StoredEvent> newestFirst = events.descendingMap().values().stream()
                    .filter(query::matches)
                    .toList();
            return new EventPage(
                    newestFirst.stream()
                            .skip((page - 1L) * pageSize)
                            .limit(pageSize)
                            .toList(),
                    newestFirst.size());
        });
    }

    @Override
    public Mono<Document> document(String kind, String id) {
        return Mono.fromSupplier(() -> documents.get(new DocumentKey(kind, id)));
    }

    @Override
    public Flux<Document> documents(String kind) {
        return Flux.fromIterable(documents.values())
                .filter(document -> document.kind().equals(kind));
    }

    @Override
    public Mono<ChainHead> head() {
        return Mono.fromSupplier(this::currentHead);
    }

    @Override
    public StoreUse use() {
        return new StoreUse(live.last(), writer.waitingSize(), live.followerSize());
    }

    @Override
    public Optional<Obstacle> obstacle() {
        return writer.obstacle();
    }

    @Override
    public Mono<Throwable> onFailure() {
        return writer.onFailure();
    }

    @Override
    public Mono<Void> close() {
        return writer.close();
    }

    private ChainHead currentHead() {
        return Optional.ofNullable(events.lastEntry())
                .map(last -> last.getValue().asHead())
                .orElse(ChainHead.EMPTY);
    }

    /** Touched only by the writer's thread, but for the maps that readers see. */
    private final class Memory implements GroupCommitWriter.Batch {

        private final HashChain chain = new HashChain();
        private final Map<EventKey, StoredEvent> byKey = new HashMap<>();

        @Override
        public List<Outcome> write(List<List<Change>> commits) {
            return commits.stream().map(this::write).toList();
        }

        private Outcome write(Iterable<Change> commit) {
            Map<DocumentKey, @Nullable Document> changed = new HashMap<>();
            try {
                commit.forEach(change -> changeDocument(change, changed));
            } catch (DocumentConflictException conflict) {
                return new Outcome.Refused(conflict);
            }
            changed.forEach((key, document) -> {
                if (document == null) {
                    documents.remove(key);
                } else {
                    documents.put(key, document);
                }
            });
            List<StoredEvent> kept = new ArrayList<>();
            for (Change change : commit) {
                if (change instanceof Change.Append append) {
                    kept.add(byKey.computeIfAbsent(EventKey.of(append.event()), key -> keep(append.event())));
                }
            }
            return new Outcome.Kept(kept);
        }

        private StoredEvent keep(ExperimentEvent event) {
            StoredEvent stored = chain.link(currentHead(), event);
            events.put(stored.sequence(), stored);
            return stored;
        }

        private void changeDocument(Change change, Map<DocumentKey, @Nullable Document> changed) {
            if (change instanceof Change.Put put) {
                Document document = put.document();
                DocumentKey key = new DocumentKey(document.kind(), document.id());
                Document stored = stored(key, changed);
                long version = stored == null ? 0 : stored.version();
                if (version != document.version() - 1 && !document.equals(stored)) {
                    throw DocumentConflictException.of(document, stored);
                }
                changed.put(key, document);
            } else if (change instanceof Change.Overwrite overwrite) {
                DocumentKey key = new DocumentKey(overwrite.kind(), overwrite.id());
                Document stored = stored(key, changed);
                changed.put(
                        key,
                        stored == null
                                ? Document.of(overwrite.kind(), overwrite.id(), overwrite.body())
                                : stored.next(overwrite.body()));
            } else if (change instanceof Change.Remove remove) {
                changed.put(new DocumentKey(remove.kind(), remove.id()), null);
            }
        }

        private @Nullable Document stored(DocumentKey key, Map<DocumentKey, @Nullable Document> changed) {
            return changed.containsKey(key) ? changed.get(key) : documents.get(key);
        }

        @Override
        public void close() {
            byKey.clear();
        }
    }
}
