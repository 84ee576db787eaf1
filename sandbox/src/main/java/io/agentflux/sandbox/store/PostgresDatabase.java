package io.agentflux.sandbox.store;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL database whose commits are on disk before they are acknowledged. */
final class PostgresDatabase implements Database {

    /** Longer than the server takes to notice that a client is gone. */
    static final Duration LOCK_WAIT = Duration.ofSeconds(20);

    /** Much longer than a write, a read or a connection takes, and as long as those who wait can be kept waiting. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String SOCKET_TIMEOUT = "socketTimeout";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DISK_FULL = "53100";
    private static final List<String> CORRUPTION_CLASSES = List.of("58", "XX");

    /** The connection is lost; the server is being stopped, or is not up yet. */
    private static final List<String> AWAY_CLASSES = List.of("08", "57P");

    /** The driver's own defaults wait for ever when a network goes silent. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "ApplicationName",
            "agentflux",
            "reWriteBatchedInserts",
            "true",
            "connectTimeout",
            "10",
            SOCKET_TIMEOUT,
            "60",
            "tcpKeepAlive",
            "true");

    private final PostgresUrl url;
    private final Duration lockWait;
    private final PGSimpleDataSource source;
    private final PGSimpleDataSource impatientSource;
    private @Nullable Backend lastWriter;

    /** A process of the server, told apart from later ones of the same number. */
    private record Backend(int pid, String start) {}

    /** @param lockWait how long to wait for another process to let go of the store; not zero */
    PostgresDatabase(PostgresUrl url, Duration lockWait) throws SQLException {
        this.url = url;
        this.lockWait = lockWait;
        this.source = source(url, DEFAULTS);
        Map<String, String> impatient = new HashMap<>(DEFAULTS);
        impatient.put(SOCKET_TIMEOUT, Long.toString(PATIENCE.toSeconds()));
        impatient.put("loginTimeout", Long.toString(PATIENCE.toSeconds() * url.hostsSize()));
        impatient.put("socketFactory", ImpatientSocketFactory.class.getName());
        this.impatientSource = source(url, impatient);
    }

    private static PGSimpleDataSource source(PostgresUrl url, Map<String, String> defaults) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL("jdbc:postgresql://" + url.hosts() + "/"
                + URLEncoder.encode(url.database(), StandardCharsets.UTF_8).replace("+", "%20"));
        for (Map.Entry<String, String> setting : defaults.entrySet()) {
            source.setProperty(setting.getKey(), setting.getValue());
        }
        for (Map.Entry<String, String> setting : url.parameters().entrySet()) {
            source.setProperty(setting.getKey(), setting.getValue());
        }
        return source;
    }

    @Override
    public String name() {
        return "store " + url;
    }

    @Override
    public void reserve() {
        // the writer's connection does it, because the reservation ends with that connection
    }

    @Override
    public DataSource dataSource() {
        return source;
    }

    @Override
    public String migrations() {
        return "classpath:io/agentflux/sandbox/store/postgresql";
    }

    @Override
    public Connection openWriter() throws SQLException {
        Connection connection = impatientSource.getConnection();
        boolean usable = false;
        try {
            requireDurable(connection);
            lock(connection);
            connection.setAutoCommit(false);
            usable = true;
            return connection;
        } finally {
            if (!usable) {
                connection.close();
            }
        }
    }

    /** Refuses a connection that would acknowledge what a crash can take back. */
    void requireDurable(Connection connection) throws SQLException {
        for (String setting : List.of("synchronous_commit", "fsync", "full_page_writes")) {
            if (ask(connection, "SHOW " + setting).equals("off")) {
                throw new StoreFailedException(
                        name() + " has " + setting
                                + " = off: it would acknowledge what a crash takes back. Turn it on, for"
                                + " this user and database too (SELECT * FROM pg_settings WHERE name = '" + setting
                                + "' tells where it comes from)",
                        null);
            }
        }
    }

    /** Waits a while: after a crash the server may not have noticed yet that the process before this one is gone. */
    private void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // notice a machine that vanished without a word within 15 seconds, not two hours
            statement.execute("SET tcp_keepalives_idle = 5");
            statement.execute("SET tcp_keepalives_interval = 5");
            statement.execute("SET tcp_keepalives_count = 2");
            endLastWriter(connection);
            statement.execute("SET lock_timeout = " + lockWait.toMillis());
            int patience = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, patience == 0 ? 0 : patience + (int) lockWait.toMillis());
            statement.execute("SELECT pg_advisory_lock(hashtextextended('agentflux store ' || current_schema(), 0))");
            connection.setNetworkTimeout(Runnable::run, patience);
            statement.execute("RESET lock_timeout");
            lastWriter = backend(statement);
        } catch (SQLException failure) {
            if (!LOCK_NOT_AVAILABLE.equals(failure.getSQLState())) {
                throw failure;
            }
            String message = name() + " is in use by another process; ";
            if (lastWriter != null) {
                throw new StoreUnavailableException(message + "try again", Obstacle.REFUSED, failure);
            }
            throw new StoreFailedException(message + "stop that one, or use another database or schema", failure);
        }
    }

    /** The connection before this one may live on at the server, with the lock, when the network swallowed its end. */
    private void endLastWriter(Connection connection) throws SQLException {
        Backend last = lastWriter;
        if (last == null) {
            return;
        }
        try (PreparedStatement end = connection.prepareStatement("SELECT pg_terminate_backend(pid)"
                + " FROM pg_stat_activity WHERE pid = ? AND CAST(backend_start AS text) = ?")) {
            end.setInt(1, last.pid());
            end.setString(2, last.start());
            end.execute();
        }
    }

    private static Backend backend(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT pid, CAST(backend_start AS text)" + " FROM pg_stat_activity WHERE pid = pg_backend_pid()")) {
            row.next();
            return new Backend(row.getInt(1), row.getString(2));
        }
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public Connection openReader() throws SQLException {
        Connection connection = impatientSource.getConnection();
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return connection;
    }

    @Override
    public void requireInPlace() {
        // the server that is connected to knows where its files are
    }

    @Override
    public boolean mayGoAway() {
        return true;
    }

    @Override
    public boolean isDuplicate(SQLException failure) {
        return UNIQUE_VIOLATION.equals(failure.getSQLState());
    }

    /** A lost connection can be opened again: the server made the commit or it did not, and the log's end tells which. */
    @Override
    public Obstacle obstacle(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null) {
            return Obstacle.REFUSED;
        }
        if (state.equals(DISK_FULL)) {
            return Obstacle.FULL;
        }
        if (CORRUPTION_CLASSES.stream().anyMatch(state::startsWith)) {
            return Obstacle.FAILED;
        }
        return AWAY_CLASSES.stream().anyMatch(state::startsWith) ? Obstacle.AWAY : Obstacle.REFUSED;
    }

    @Override
    public void release() {
        // closing the writer's connection did
    }
}
