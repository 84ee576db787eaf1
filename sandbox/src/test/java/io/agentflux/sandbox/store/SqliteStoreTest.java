package io.agentflux.sandbox.store;

import static io.agentflux.sandbox.store.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class SqliteStoreTest extends ExperimentStoreContract {

    @TempDir
    private Path folder;

    private int appended;

    private Path file() {
        return folder.resolve("deeper/agentflux.db");
    }

    @Override
    Mono<ExperimentStore> open() {
        return ExperimentStore.sqlite(file(), Schedulers.parallel());
    }

    @Test
    @DisplayName("what was kept is there after a restart, and the chain goes on")
    void survivesRestart() {
        store().append(event("d1")).block(SOON);
        store().put(Document.of("token", "t", "{}")).block(SOON);

        reopen();
        store().append(event("d2")).block(SOON);

        assertThat(store().events(EventQuery.all()).count().block(SOON)).isEqualTo(2);
        assertThat(store().document("token", "t").block(SOON)).isNotNull();
        assertThat(AuditVerifier.verify(file().toString()).block(SOON)).isInstanceOf(AuditReport.Intact.class);
    }

    @Test
    @DisplayName("a page of an experiment is found in an index, without reading the rows of all the others")
    void readsOnlyThePage() throws SQLException {
        store().append(event("d1")).block(SOON);
        List<String> statements = new ArrayList<>();
        try (Connection connection = SqliteDatabase.readOnly(file()).getConnection()) {
            Connection noting = (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        statements.add((String) arguments[0]);
                        return method.invoke(connection, arguments);
                    });
            EventQuery query = EventQuery.ofExperiment(event("d1").experimentId());

            assertThat(new EventSelect(query).newest(noting, 0, 10)).hasSize(1);
            assertThat(new EventSelect(query.ofTypes(Set.of("decision", "frozen"))).oldest(noting, 10))
                    .hasSize(1);

            for (String statement : statements) {
                assertThat(plan(connection, statement))
                        .contains("USING COVERING INDEX")
                        .doesNotContain("USING INDEX");
            }
        }
        assertThat(statements).hasSize(2);
    }

    private static String plan(Connection connection, String statement) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (Statement explain = connection.createStatement();
                ResultSet steps = explain.executeQuery("EXPLAIN QUERY PLAN " + statement)) {
            while (steps.next()) {
                plan.append(steps.getString("detail")).append('\n');
            }
        }
        return plan.toString();
    }

    @Test
    @DisplayName("it opens on a thread without a class loader, as Netty's global executor begins them")
    void needsNoClassLoaderOfTheThread() throws SQLException {
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        SqliteDatabase database = new SqliteDatabase(folder.resolve("another.db"));
        database.reserve();
        thread.setContextClassLoader(null);
        try {
            JdbcBatch opened = JdbcBatch.open(database);

            assertThat(opened.head()).isEqualTo(ChainHead.EMPTY);
            opened.close();
        } finally {
            thread.setContextClassLoader(usual);
        }
    }

    @Test
    @DisplayName("a second opening of the file is refused and names who has it")
    void isNotShared() {
        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> open().block(SOON))
                .withMessageContaining(
                        "is in use by process " + ProcessHandle.current().pid());

        store().append(event("still mine")).block(SOON);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("only its owner may read the files, also those that were there with wider permissions")
    void isPrivate() throws Exception {
        closeStore();
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw-r--"));
        openStore();
        store().append(event("d1")).block(SOON);

        try (var files = Files.list(file().getParent())) {
            assertThat(files).hasSize(4).allSatisfy(created -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(created)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    @DisplayName("events cannot be changed or removed in the database by accident")
    void isAppendOnly() throws SQLException {
        store().append(event("d1")).block(SOON);

        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.execute("UPDATE event SET body = 'x'"))
                    .withMessageContaining("events are only added");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.execute("DELETE FROM event"))
                    .withMessageContaining("events are only added");
        }
    }

    @Test
    @DisplayName("a connection that would acknowledge too early is refused, with the reason")
    void refusesWeakSettings() throws SQLException {
        SqliteDatabase database = new SqliteDatabase(file());
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = NORMAL");
            assertThatExceptionOfType(StoreFailedException.class)
                    .isThrownBy(() -> database.requireDurable(connection))
                    .withMessageContaining("synchronous = 1 and needs 2");
        }
        Path other = folder.resolve("rollback.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + other)) {
            assertThatExceptionOfType(StoreFailedException.class)
                    .isThrownBy(() -> database.requireDurable(connection))
                    .withMessageContaining("journal_mode delete and needs wal");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("a file that is moved away stops the store, whether or not another one is in its place")
    void noticesThatTheFileIsGone() throws Exception {
        store().append(event("d1")).block(SOON);
        Files.move(file(), folder.resolve("moved"));

        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> store().append(event("d2")).block(SOON))
                .withMessageContaining("its file is gone");
        assertThat(store().obstacle()).contains(Obstacle.FAILED);

        closeStore();
        openStore();
        store().append(event("d1")).block(SOON);
        Files.copy(file(), folder.resolve("copy"));
        Files.move(folder.resolve("copy"), file(), StandardCopyOption.REPLACE_EXISTING);
        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> store().append(event("d2")).block(SOON))
                .withMessageContaining("another file is in its place");
    }

    @Test
    @DisplayName("a long write-ahead log is brought into the file while the store is in use, and begins anew")
    void checkpoints() throws Exception {
        appendMegabytes(20);

        assertThat(Files.size(file())).isGreaterThan(10 << 20);
        assertThat(Files.size(Path.of(file() + "-wal"))).isLessThan(10 << 20);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("a disk that fails when the write-ahead log is brought into the file stops the store")
    void noticesFailedCheckpoints() throws Exception {
        try (FileChannel log = FileChannel.open(Path.of(file() + "-wal"), StandardOpenOption.WRITE)) {
            while (log.size() < 4_200_000) {
                appendMegabytes(1);
            }
            // cannot be read from here on
            log.truncate(0);
        }

        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> appendMegabytes(1))
                .withMessageContaining("SQLITE_IOERR");
        assertThat(store().obstacle()).contains(Obstacle.FAILED);
    }

    private void appendMegabytes(int megabytes) {
        String body = "\"" + "x".repeat(1_000_000) + "\"";
        for (int number = 1; number <= megabytes; number++) {
            store().append(new ExperimentEvent(
                            "onboarding", "B", "decision", "large " + ++appended, Samples.NOON, null, body))
                    .block(SOON);
        }
    }

    @Test
    @DisplayName("a full disk is no damage of the log")
    void tellsFullDisksFromDamage() {
        assertThat(SqliteDatabase.isDamage(new SQLiteException("no room", SQLiteErrorCode.SQLITE_IOERR_SHMSIZE)))
                .isFalse();
        assertThat(SqliteDatabase.isDamage(new SQLiteException("bad disk", SQLiteErrorCode.SQLITE_IOERR_READ)))
                .isTrue();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("a folder is refused and stays as open as it was")
    void refusesFolders() throws Exception {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> ExperimentStore.open(shared.toString(), Schedulers.parallel())
                        .block(SOON))
                .withMessageContaining(shared + " is no file; give one, such as " + shared.resolve("agentflux.db"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)))
                .isEqualTo("rwxrwxrwx");
    }

    @Test
    @DisplayName("a file that is no database is refused by its name")
    void refusesOtherFiles() throws Exception {
        Path text =
                Files.writeString(folder.resolve("notes.txt"), "not a database, but long enough to look at".repeat(9));

        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> ExperimentStore.open(text.toString(), Schedulers.parallel())
                        .block(SOON))
                .withMessageContaining("notes.txt cannot be opened");
    }

    @Test
    @DisplayName("a store that a newer version has changed is refused, and is as it was")
    void refusesNewerTables() throws SQLException {
        store().append(event("d1")).block(SOON);
        closeStore();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO flyway_schema_history SELECT installed_rank + 98, '99', 'of the future', type,"
                            + " 'V99__of_the_future.sql', checksum, installed_by, installed_on, execution_time, success FROM"
                            + " flyway_schema_history WHERE installed_rank = 1");
            assertThatExceptionOfType(StoreFailedException.class)
                    .isThrownBy(() -> open().block(SOON))
                    .withMessageContaining("has tables of version 99")
                    .withMessageContaining("restore the backup from before the upgrade");
            statement.execute("DELETE FROM flyway_schema_history WHERE version = '99'");
        }
        openStore();

        assertThat(store().events(EventQuery.all()).count().block(SOON)).isEqualTo(1);
    }
}
