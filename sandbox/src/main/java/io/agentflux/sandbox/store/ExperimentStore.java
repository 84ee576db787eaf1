package io.agentflux.sandbox.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps what happened in experiments, in one log, and what they are now, as documents. One process has a store to itself.
 *
 * <p>No method blocks its caller. Writes are made by one thread, which puts everything that waits into one transaction; they
 * are acknowledged in the order in which they were made, by that same thread: whoever goes on there must not block, and who has
 * much to do goes on elsewhere, since the next transaction waits. Reads of a database run on a few threads of the store and are
 * delivered there.
 */
public interface ExperimentStore {

    /** How many changes one commit may have. */
    int MAXIMUM_CHANGES = 1000;

    /**
     * Makes all of these changes or none of them.
     *
     * @return a cold publisher. A subscription makes the changes; it completes with the appended events, in their order, once
     *     they are safe from a crash of the process and the machine. An event that was kept before, by its id, comes as it was
     *     kept then. Cancelling does not take the changes back. Errors: {@link StoreOverloadedException} and
     *     {@link DocumentConflictException} if nothing was changed, {@link StoreUnavailableException} if that is not known,
     *     {@link StoreFailedException} if the store is closed or has failed, and {@link IllegalArgumentException} if there are
     *     too many changes
     */
    Mono<List<StoredEvent>> commit(List<Change> changes);

    /** Commits one event; see {@link #commit}. */
    default Mono<StoredEvent> append(ExperimentEvent event) {
        return commit(List.of(new Change.Append(event))).map(events -> events.get(0));
    }

    /** Commits one document; see {@link #commit} and {@link Change.Put}. */
    default Mono<Void> put(Document document) {
        return commit(List.of(new Change.Put(document))).then();
    }

    /** Removes one document if it is there; see {@link #commit}. */
    default Mono<Void> remove(String kind, String id) {
        return commit(List.of(new Change.Remove(kind, id))).then();
    }

    /**
     * The events that match, oldest first.
     *
     * @return a cold, finite publisher: a subscription reads, as fast as it is asked, up to the event that is the last one when
     *     it gets there. To go on later, ask for what comes after the last sequence number. Errors:
     *     {@link StoreOverloadedException}, {@link StoreUnavailableException}, {@link StoreFailedException}
     */
    Flux<StoredEvent> events(EventQuery query);

    /**
     * The events that match: those behind {@link EventQuery#after()} that are in the log, then those that will be, each once and
     * in the order of their sequence numbers.
     *
     * @return a cold, endless publisher, delivered on the scheduler given when the store was opened. Each subscription has its
     *     own place in the log and is given as many events as it asks for; while it asks for none, it costs nothing and delays
     *     nobody. Completes when the store is closed; what was not asked for by then can be followed after a restart, behind the
     *     last sequence number that was received. Cancelling ends the subscription. Errors: {@link StoreFailedException} when the
     *     store fails, and those of {@link #events} when a subscription that has fallen behind reads the log
     */
    Flux<StoredEvent> follow(EventQuery query);

    /**
     * One page of the events that match, newest first; as {@link #events} otherwise.
     *
     * @param page the page, from 1
     * @param pageSize how many events a full page holds, from 1
     */
    Mono<EventPage> page(EventQuery query, int page, int pageSize);

    /** The document as it is stored now, or nothing; as {@link #events} otherwise. */
    Mono<Document> document(String kind, String id);

    /** All documents of a kind as they are stored now, by id; as {@link #events} otherwise. */
    Flux<Document> documents(String kind);

    /** The end of the log as it is now; as {@link #events} otherwise. */
    Mono<ChainHead> head();

    /** How busy the store is at the moment. */
    StoreUse use();

    /**
     * What keeps the store from keeping anything at the moment; nothing if all is well. It is over as soon as something could be
     * written again: the store tries that each second by itself, so nobody has to send a change to find out. Only
     * {@link Obstacle#FAILED} is never over. Nor has anybody to find out that a PostgreSQL server is away: the store looks every 5
     * seconds. What is the matter with a file shows when something is written.
     */
    Optional<Obstacle> obstacle();

    /**
     * Why this store can no longer keep its promise, such as a disk that failed. Everything asked of it from then on fails too,
     * and what was being written may or may not be kept: end the process, look at the disk, and start again.
     *
     * @return a hot publisher that emits the reason when it happens, also to those who come later, and completes when the store
     *     is closed
     */
    Mono<Throwable> onFailure();

    /**
     * Closes the store once everything asked of it before is done.
     *
     * @return a cold publisher; a subscription closes the store, unless it is closed already, and completes when it is
     */
    Mono<Void> close();

    /**
     * A store in memory, which ends with the process.
     *
     * @param scheduler where followers are served, and pauses spent
     */
    static ExperimentStore inMemory(Scheduler scheduler) {
        return new InMemoryExperimentStore(scheduler);
    }

    /**
     * A store in a SQLite file, which is created if it is not there, for its owner only.
     *
     * @param file the file; three more appear beside it while it is in use
     * @param scheduler where followers are served, and pauses spent
     * @return a cold publisher: a subscription opens the store; one that is cancelled before closes it once it is open. It fails
     *     with {@link StoreFailedException} if the file is in use by another process, or cannot be written safely
     */
    static Mono<ExperimentStore> sqlite(Path file, Scheduler scheduler) {
        return JdbcExperimentStore.open(() -> new SqliteDatabase(file), scheduler);
    }

    /**
     * A store in a PostgreSQL database, in the first schema of its search path. The tables are created if they are not there.
     *
     * @param url {@code postgresql://user:password@host:port/database?parameter=value}
     * @param scheduler where followers are served, and pauses spent
     * @return a cold publisher: a subscription opens the store; one that is cancelled before closes it once it is open. It fails
     *     with {@link StoreFailedException} if the database cannot be reached, is in use by another process, or would acknowledge
     *     what is not on disk
     */
    static Mono<ExperimentStore> postgresql(String url, Scheduler scheduler) {
        PostgresUrl parsed = PostgresUrl.parse(url);
        return JdbcExperimentStore.open(() -> new PostgresDatabase(parsed, PostgresDatabase.LOCK_WAIT), scheduler);
    }

    /**
     * The store that this text names: {@code memory}, a URL that begins with {@code postgresql://}, or else a SQLite file.
     *
     * @param scheduler where followers are served, and pauses spent
     * @return a cold publisher: a subscription opens the store, as {@link #sqlite} and {@link #postgresql} do
     * @throws IllegalArgumentException if it is a URL of anything else, or cannot be read
     */
    static Mono<ExperimentStore> open(String location, Scheduler scheduler) {
        requireReadable(location);
        if (location.equals("memory")) {
            return Mono.fromSupplier(() -> inMemory(scheduler));
        }
        return PostgresUrl.isOne(location) ? postgresql(location, scheduler) : sqlite(Path.of(location), scheduler);
    }

    /**
     * Makes sure that a text can name a store, without looking whether it is there.
     *
     * @throws IllegalArgumentException if it is a URL of anything but a PostgreSQL database, or one that cannot be read
     */
    static void requireReadable(String location) {
        if (PostgresUrl.isOne(location)) {
            PostgresUrl.parse(location);
        } else if (location.contains("://")) {
            // a file of that name would hold what was meant for a database; the rest may be a password
            throw new IllegalArgumentException("the store is a URL that begins with '"
                    + location.substring(0, location.indexOf("://") + 3)
                    + "'; give a file, memory, or postgresql://user:password@host:port/database");
        }
    }
}
