package io.agentflux.sandbox.store;

import io.agentflux.sandbox.store.GroupCommitWriter.Outcome;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes batches durable in a database, and keeps the end of the hash chain. */
final class JdbcBatch implements GroupCommitWriter.Batch {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcBatch.class);

    private final Database database;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private @Nullable Connection connection;
    private ChainHead head;

    /** Where the chain ends if the last transaction was made after all, though the database did not say so. */
    private ChainHead headInDoubt;

    private JdbcBatch(Database database, Connection connection, ChainHead head) {
        this.database = database;
        this.connection = connection;
        this.head = head;
        this.headInDoubt = head;
    }

    /** Opens the writer, which keeps others out, and only then brings the tables up to date. */
    static JdbcBatch open(Database database) throws SQLException {
        Connection connection = database.openWriter();
        try {
            // the thread may have no class loader of its own, as those that Netty's global executor begins
            Flyway tables = Flyway.configure(JdbcBatch.class.getClassLoader())
                    .dataSource(database.dataSource())
                    .locations(database.migrations())
                    .load();
            requireKnown(database, tables);
            tables.migrate();
            return new JdbcBatch(database, connection, readHead(connection));
        } catch (SQLException | RuntimeException failure) {
            close(connection);
            throw failure;
        }
    }

    /** Refuses tables that a newer version has changed, which Flyway would let pass. */
    private static void requireKnown(Database database, Flyway tables) {
        for (MigrationInfo applied : tables.info().applied()) {
            if (applied.getState() == MigrationState.FUTURE_SUCCESS) {
                throw new StoreFailedException(
                        database.name() + " has tables of version " + applied.getVersion()
                                + ", which a newer AgentFlux made and this one does not know; start that one, or restore"
                                + " the backup from before the upgrade",
                        null);
            }
        }
    }

    /** Where the chain ends; for the thread that writes, and before it begins. */
    ChainHead head() {
        return head;
    }

    private interface Use<T> {
        T of(Connection connection) throws SQLException;
    }

    @Override
    public List<Outcome> write(List<List<Change>> commits) {
        return using(connection -> writeOn(connection, commits));
    }

    @Override
    public void check() {
        using(JdbcBatch::readHead);
    }

    private <T> T using(Use<T> use) {
        try {
            return use.of(connected());
        } catch (SQLException failure) {
            disconnect();
            throw describe(failure);
        } catch (RuntimeException failure) {
            disconnect();
            throw failure;
        }
    }

    private RuntimeException describe(SQLException failure) {
        Obstacle obstacle = database.obstacle(failure);
        if (obstacle == Obstacle.FAILED) {
            return new StoreFailedException(
                    database.name() + " failed: " + reason(failure)
                            + "; nothing more is kept. Look at its disk, then start again",
                    failure);
        }
        return new StoreUnavailableException(
                database.name() + " is not available: " + reason(failure) + "; try again with the same ids",
                obstacle,
                failure);
    }

    /** Without the events of a batch, which a driver may put in front. */
    private static String reason(SQLException failure) {
        SQLException next = failure instanceof BatchUpdateException ? failure.getNextException() : null;
        return String.valueOf(next == null ? failure.getMessage() : next.getMessage());
    }

    private List<Outcome> writeOn(Connection connection, List<List<Change>> commits) throws SQLException {
        database.maintain(connection);
        try {
            return attempt(connection, commits, false);
        } catch (SQLException failure) {
            if (!database.isDuplicate(failure)) {
                throw failure;
            }
            // some event came a second time, which is rare: roll back and look each of them up
            connection.rollback();
            return attempt(connection, commits, true);
        }
    }

    private List<Outcome> attempt(Connection connection, List<List<Change>> commits, boolean lookUp)
            throws SQLException {
        BatchTransaction transaction = new BatchTransaction(connection, statements, head, lookUp);
        List<Outcome> outcomes = new ArrayList<>(commits.size());
        for (List<Change> commit : commits) {
            outcomes.add(transaction.make(commit));
        }
        headInDoubt = transaction.finish();
        database.requireInPlace();
        connection.commit();
        head = headInDoubt;
        return outcomes;
    }

    private Connection connected() throws SQLException {
        Connection current = connection;
        if (current != null) {
            return current;
        }
        Connection opened = database.openWriter();
        try {
            ChainHead found = readHead(opened);
            if (!found.equals(head) && !found.equals(headInDoubt)) {
                throw new StoreFailedException(
                        database.name() + " ends with event " + found.sequence() + " where this process left it at "
                                + head.sequence() + ": another process wrote to it; start again, alone",
                        null);
            }
            head = found;
            headInDoubt = found;
            connection = opened;
            LOG.debug("{} is connected again", database.name());
            return opened;
        } catch (SQLException | RuntimeException failure) {
            close(opened);
            throw failure;
        }
    }

    static ChainHead readHead(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT sequence, hash FROM chain_head");
                ResultSet row = select.executeQuery()) {
            ChainHead found = row.next() ? new ChainHead(row.getLong(1), row.getString(2)) : ChainHead.EMPTY;
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
            return found;
        }
    }

    @Override
    public void close() {
        disconnect();
        database.release();
    }

    /** Rolls back what is not committed, too. */
    private void disconnect() {
        statements.clear();
        close(connection);
        connection = null;
    }

    private static void close(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException failure) {
                LOG.atDebug().setCause(failure).log("a connection did not close properly");
            }
        }
    }
}
