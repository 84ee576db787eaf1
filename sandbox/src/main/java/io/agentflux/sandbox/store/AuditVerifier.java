package io.agentflux.sandbox.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Tells whether a log is what was written, without a running sandbox, and beside one. It only reads.
 *
 * <p>What it finds: any event that was changed, removed, inserted or moved. What it cannot find by itself: a log that was written
 * anew as a whole, or cut off at its end, by someone who also wrote hashes and end anew. For that, note down a {@link ChainHead}
 * elsewhere from time to time and hand it in.
 */
public final class AuditVerifier {

    private static final byte[] SQLITE_FILE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int ROWS_PER_READ = 4096;

    private AuditVerifier() {}

    /** Verifies without a head from elsewhere; see {@link #verify(String, ChainHead)}. */
    public static Mono<AuditReport> verify(String location) {
        return verify(location, null);
    }

    /**
     * Verifies the log at a location.
     *
     * @param location a SQLite file, a file of {@link AuditExport}, or a URL that begins with {@code postgresql://}
     * @param noted an end that this log had once, null if none is known
     * @return a cold publisher; a subscription reads the log, on a thread that may block. It fails with
     *     {@link StoreFailedException} if there is no log to read
     */
    public static Mono<AuditReport> verify(String location, @Nullable ChainHead noted) {
        return Mono.fromCallable(() -> verifyNow(location, new ChainCheck(noted)))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static AuditReport verifyNow(String location, ChainCheck check) {
        try {
            if (PostgresUrl.isOne(location)) {
                PostgresDatabase database =
                        new PostgresDatabase(PostgresUrl.parse(location), PostgresDatabase.LOCK_WAIT);
                return verifyDatabase(database.dataSource(), database::isFatal, check);
            }
            Path file = Path.of(location).toAbsolutePath();
            if (Files.size(file) == 0) {
                throw new StoreFailedException(
                        file + " is empty, as no log ever is; give the file of the sandbox, or a backup of it", null);
            }
            return isSqlite(file)
                    ? verifyDatabase(SqliteDatabase.readOnly(file), SqliteDatabase::isDamage, check)
                    : AuditExport.verify(file, check);
        } catch (SQLException | IOException failure) {
            throw new StoreFailedException("the log cannot be read: " + failure, failure);
        }
    }

    private static boolean isSqlite(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return Arrays.equals(bytes.readNBytes(SQLITE_FILE.length), SQLITE_FILE);
        }
    }

    private static AuditReport verifyDatabase(DataSource source, Predicate<SQLException> isDamage, ChainCheck check)
            throws SQLException {
        try (Connection connection = source.getConnection()) {
            try {
                connection.setAutoCommit(false);
                // one moment for the whole reading, so that a sandbox may go on writing
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                ChainHead recorded = readHead(connection);
                Optional<AuditReport.Broken> broken = readEvents(connection, check);
                return broken.isPresent() ? broken.get() : check.end(recorded);
            } catch (SQLException unreadable) {
                if (!isDamage.test(unreadable)) {
                    throw unreadable;
                }
                return unreadable(unreadable, check);
            } catch (RuntimeException impossibleValue) {
                return unreadable(impossibleValue, check);
            }
        }
    }

    private static AuditReport unreadable(Exception failure, ChainCheck check) {
        return new AuditReport.Broken(check.expected(), "it cannot be read: " + failure.getMessage());
    }

    private static ChainHead readHead(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT sequence, hash FROM chain_head");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new IllegalStateException("the recorded end of the log is missing");
            }
            ChainHead head = new ChainHead(row.getLong(1), row.getString(2));
            if (row.next()) {
                throw new IllegalStateException("there are two recorded ends of the log");
            }
            return head;
        }
    }

    private static Optional<AuditReport.Broken> readEvents(Connection connection, ChainCheck check)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(EventRows.SELECT + "ORDER BY sequence")) {
            select.setFetchSize(ROWS_PER_READ);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Optional<AuditReport.Broken> broken = check.next(EventRows.read(rows));
                    if (broken.isPresent()) {
                        return broken;
                    }
                }
                return Optional.empty();
            }
        }
    }
}
