package io.agentflux.sandbox.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.flywaydb.core.api.FlywayException;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

final class JdbcExperimentStore implements ExperimentStore {

    private static final int ROWS_PER_READ = 512;

    /** How often a database is looked for that may go away while nobody writes. */
    private static final Duration CHECK_PERIOD = Duration.ofSeconds(5);

    private final JdbcReader reader;
    private final LiveLog live;
    private final GroupCommitWriter writer;
    private final Disposable checking;

    private JdbcExperimentStore(Database database, JdbcBatch batch, Scheduler scheduler) {
        this.reader = new JdbcReader(database);
        this.live = new LiveLog(batch.head().sequence(), this::oldest, scheduler);
        this.writer = new GroupCommitWriter(batch, live, scheduler);
        this.checking = database.mayGoAway() ? checkAgainAndAgain(scheduler) : Disposables.disposed();
    }

    static Mono<ExperimentStore> open(Callable<? extends Database> databases, Scheduler scheduler) {
        return Mono.create(sink -> {
            // to its end also if it is cancelled, for what is half open cannot be closed
            Mono<ExperimentStore> opening = Mono.fromCallable(() -> openNow(databases.call(), scheduler))
                    .subscribeOn(Schedulers.boundedElastic())
                    .cache();
            opening.subscribe(sink::success, sink::error);
            sink.onCancel(() ->
                    opening.flatMap(ExperimentStore::close).onErrorComplete().subscribe());
        });
    }

    private static ExperimentStore openNow(Database database, Scheduler scheduler) {
        boolean opened = false;
        try {
            database.reserve();
            ExperimentStore store = new JdbcExperimentStore(database, JdbcBatch.open(database), scheduler);
            opened = true;
            return store;
        } catch (SQLException | FlywayException failure) {
            throw new StoreFailedException(database.name() + " cannot be opened: " + reason(failure), failure);
        } finally {
            if (!opened) {
                database.release();
            }
        }
    }

    /** What the database says, without the report of many lines that Flyway makes of it. */
    private static String reason(Throwable failure) {
        Throwable said = failure;
        while (said instanceof FlywayException && said.getCause() != null) {
            said = said.getCause();
        }
        return String.valueOf(said.getMessage()).lines().findFirst().orElse("");
    }

    private Disposable checkAgainAndAgain(Scheduler scheduler) {
        return Mono.delay(CHECK_PERIOD, scheduler)
                .doOnNext(now -> writer.checkSoon())
                .repeat()
                // where the scheduler is gone, the next change finds out
                .onErrorComplete(RejectedExecutionException.class)
                .subscribe();
    }

    @Override
    public Mono<List<StoredEvent>> commit(List<Change> changes) {
        return writer.commit(changes);
    }

    @Override
    public Flux<StoredEvent> events(EventQuery query) {
        return oldest(query, ROWS_PER_READ)
                .expand(rows -> rows.size() < ROWS_PER_READ
                        ? Mono.empty()
                        : oldest(query.after(rows.get(rows.size() - 1).sequence()), ROWS_PER_READ))
                .concatMapIterable(rows -> rows, 1);
    }

    /** Short reads, each in its own transaction: a long one would stop SQLite from reusing its write-ahead log. */
    private Mono<List<StoredEvent>> oldest(EventQuery query, int limit) {
        return reader.read(connection -> new EventSelect(query).oldest(connection, limit));
    }

    @Override
    public Flux<StoredEvent> follow(EventQuery query) {
        return live.follow(query);
    }

    @Override
    public Mono<EventPage> page(EventQuery query, int page, int pageSize) {
        return reader.read(connection -> {
            EventPage.requireBounds(page, pageSize);
            EventSelect select = new EventSelect(query);
            return new EventPage(select.newest(connection, (page - 1L) * pageSize, pageSize), select.count(connection));
        });
    }

    @Override
    public Mono<Document> document(String kind, String id) {
        return reader.read(connection -> {
            List<Document> found = documents(
                    connection, "SELECT kind, id, version, body FROM document WHERE kind = ? AND id = ?", kind, id);
            return found.isEmpty() ? null : found.get(0);
        });
    }

    @Override
    public Flux<Document> documents(String kind) {
        return nextDocuments(kind, "")
                .expand(rows -> rows.size() < ROWS_PER_READ
                        ? Mono.empty()
                        : nextDocuments(kind, rows.get(rows.size() - 1).id()))
                .concatMapIterable(rows -> rows, 1);
    }

    private Mono<List<Document>> nextDocuments(String kind, String after) {
        return reader.read(connection -> documents(
                connection,
                "SELECT kind, id, version, body FROM document WHERE kind = ? AND id > ? ORDER BY id LIMIT "
                        + ROWS_PER_READ,
                kind,
                after));
    }

    private static List<Document> documents(Connection connection, String sql, String kind, String id)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, kind);
            select.setString(2, id);
            try (ResultSet row = select.executeQuery()) {
                List<Document> found = new ArrayList<>();
                while (row.next()) {
                    found.add(new Document(row.getString(1), row.getString(2), row.getLong(3), row.getString(4)));
                }
                return found;
            }
        }
    }

    @Override
    public Mono<ChainHead> head() {
        return reader.read(JdbcBatch::readHead);
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
        // ending threads may mean to wait for them, which whoever closes a store must not do
        return Mono.defer(() -> {
                    checking.dispose();
                    live.close();
                    return reader.close().then(writer.close());
                })
                .subscribeOn(Schedulers.boundedElastic());
    }
}
