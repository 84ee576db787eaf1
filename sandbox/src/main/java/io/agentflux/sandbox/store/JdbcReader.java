package io.agentflux.sandbox.store;

import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Reads from a database on a few threads, each with a connection while it reads. */
final class JdbcReader {

    private static final int THREADS = 4;
    private static final int QUEUE_LIMIT_PER_THREAD = 4096;

    private final Database database;
    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();
    private final Scheduler threads = Schedulers.newBoundedElastic(
            THREADS,
            QUEUE_LIMIT_PER_THREAD,
            "agentflux-store-reader",
            (int) Duration.ofMinutes(1).toSeconds(),
            true);
    private volatile boolean closed;

    /** How the database was found away the last time. */
    private volatile @Nullable SQLException absence;

    /** What is read; all of it sees the database at one moment. */
    interface Reading<T> {
        @Nullable T from(Connection connection) throws SQLException;
    }

    JdbcReader(Database database) {
        this.database = database;
    }

    <T> Mono<T> read(Reading<T> reading) {
        return Mono.defer(() -> {
                    SQLException known = absence;
                    return Mono.fromCallable(() -> readNow(reading, known)).subscribeOn(threads);
                })
                .onErrorMap(RejectedExecutionException.class, this::describe)
                .onErrorMap(SQLException.class, this::describe);
    }

    private RuntimeException describe(RejectedExecutionException rejected) {
        return closed
                ? new StoreFailedException("the store is closed; open it again", rejected)
                : new StoreOverloadedException(
                        "the store has " + THREADS * QUEUE_LIMIT_PER_THREAD + " reads waiting; try again in a second",
                        rejected);
    }

    private RuntimeException describe(SQLException failure) {
        String message = database.name() + " cannot be read: " + failure.getMessage();
        Obstacle obstacle = database.obstacle(failure);
        return obstacle == Obstacle.FAILED
                ? new StoreFailedException(message + "; look at its disk", failure)
                : new StoreUnavailableException(message + "; try again", obstacle, failure);
    }

    private <T> @Nullable T readNow(Reading<T> reading, @Nullable SQLException known) throws SQLException {
        SQLException found = absence;
        if (found != null && !found.equals(known)) {
            // it came while this read waited for a thread; finding it out once more would keep all others waiting
            throw found;
        }
        try {
            return readNow(reading);
        } catch (SQLException failure) {
            if (database.obstacle(failure) == Obstacle.AWAY) {
                absence = failure;
            }
            throw failure;
        }
    }

    private <T> @Nullable T readNow(Reading<T> reading) throws SQLException {
        Connection used = idle.poll();
        if (used == null) {
            return readOn(database.openReader(), reading);
        }
        try {
            return readOn(used, reading);
        } catch (SQLException failure) {
            if (database.obstacle(failure) != Obstacle.AWAY) {
                throw failure;
            }
            // lost since it was last used, and the others with it
            closeIdle();
            if (failure.getCause() instanceof SocketTimeoutException) {
                // a database that stands still would take as long once more
                throw failure;
            }
            return readOn(database.openReader(), reading);
        }
    }

    private <T> @Nullable T readOn(Connection connection, Reading<T> reading) throws SQLException {
        boolean usable = false;
        try {
            T result = reading.from(connection);
            connection.commit();
            usable = !closed;
            return result;
        } finally {
            if (usable) {
                idle.add(connection);
            } else {
                connection.close();
            }
        }
    }

    Mono<Void> close() {
        return Mono.defer(() -> {
            closed = true;
            return threads.disposeGracefully().then(Mono.fromRunnable(this::closeIdle));
        });
    }

    private void closeIdle() {
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            try (Connection closing = connection) {
                closing.rollback();
            } catch (SQLException alreadyBroken) {
                // it is on its way out
            }
        }
    }
}
