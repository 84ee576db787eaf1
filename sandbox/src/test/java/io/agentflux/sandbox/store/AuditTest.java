package io.agentflux.sandbox.store;

import static io.agentflux.sandbox.store.Samples.NOON;
import static io.agentflux.sandbox.store.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

class AuditTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int EVENTS = 12;

    @TempDir
    private Path folder;

    private Path database;
    private List<StoredEvent> written;
    private ChainHead head;

    @BeforeEach
    void writeLog() {
        database = folder.resolve("agentflux.db");
        ExperimentStore store = open();
        written = Flux.range(1, EVENTS)
                .concatMap(i ->
                        store.append(event("onboarding", i % 3 == 0 ? null : "B", "decision", "d" + i, "accepted")))
                .collectList()
                .block(SOON);
        head = store.head().block(SOON);
        store.close().block(SOON);
    }

    private ExperimentStore open() {
        return ExperimentStore.sqlite(database, Schedulers.parallel()).block(SOON);
    }

    private static AuditReport verify(Path file) {
        return AuditVerifier.verify(file.toString()).block(SOON);
    }

    private Path export(String name) {
        ExperimentStore store = open();
        Path file = folder.resolve(name);
        assertThat(AuditExport.write(store, file).block(SOON)).isEqualTo(head);
        store.close().block(SOON);
        return file;
    }

    private AuditReport.Broken afterEdit(String sql) throws Exception {
        Path copy =
                Files.copy(database, Files.createTempDirectory(folder, "edit").resolve("copy.db"));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TRIGGER event_is_never_updated");
            statement.execute("DROP TRIGGER event_is_never_deleted");
            for (String single : sql.split(";", -1)) {
                statement.execute(single);
            }
        }
        AuditReport report = verify(copy);
        assertThat(report).as(sql).isInstanceOf(AuditReport.Broken.class);
        return (AuditReport.Broken) report;
    }

    @Test
    @DisplayName("a log that nobody touched is intact, in the database and exported")
    void findsNothing() {
        assertThat(verify(database)).isEqualTo(new AuditReport.Intact(head));
        assertThat(verify(export("log.jsonl"))).isEqualTo(new AuditReport.Intact(head));
    }

    @Test
    @DisplayName("hashes are those that another program computes from the documented bytes")
    void hashesAreGolden() {
        HashChain chain = new HashChain();

        StoredEvent first =
                chain.link(ChainHead.EMPTY, new ExperimentEvent("onboarding", null, "scan", "ü🎯", NOON, null, "{}"));
        StoredEvent second = chain.link(first.asHead(), event("onboarding", "B", "decision", "d1", "accepted"));

        // from Python's struct and hashlib
        assertThat(first.hash()).isEqualTo("7db75cd2a1b770443cbb615cb5ef59e2f14f970ce7b57e4d4692e3dffd6d796a");
        assertThat(second.hash()).isEqualTo("e1e49b4b9fefca35a92e8d68c6226be7383ced576fd4272e5de67c8fde7d98d4");
    }

    @Test
    @DisplayName("every column of an event is protected, and the first bad one is named")
    void findsEdits() throws Exception {
        assertThat(afterEdit("UPDATE event SET experiment_id = 'x' WHERE sequence = 5")
                        .sequence())
                .isEqualTo(5);
        assertThat(afterEdit("UPDATE event SET variant_id = 'C' WHERE sequence = 5")
                        .sequence())
                .isEqualTo(5);
        assertThat(afterEdit("UPDATE event SET variant_id = NULL WHERE sequence = 5")
                        .sequence())
                .isEqualTo(5);
        assertThat(afterEdit("UPDATE event SET variant_id = '' WHERE sequence = 6")
                        .sequence())
                .isEqualTo(6);
        assertThat(afterEdit("UPDATE event SET type = 'freeze' WHERE sequence = 1")
                        .sequence())
                .isEqualTo(1);
        assertThat(afterEdit("UPDATE event SET id = 'other' WHERE sequence = 12")
                        .sequence())
                .isEqualTo(12);
        assertThat(afterEdit("UPDATE event SET timestamp_nanos = timestamp_nanos + 1 WHERE sequence = 5")
                        .sequence())
                .isEqualTo(5);
        assertThat(afterEdit("UPDATE event SET outcome = 'rejected' WHERE sequence = 5")
                        .sequence())
                .isEqualTo(5);
        assertThat(afterEdit("UPDATE event SET body = body || ' ' WHERE sequence = 5")
                        .sequence())
                .isEqualTo(5);
        assertThat(afterEdit("UPDATE event SET hash = replace(hash, substr(hash, 1, 1), 'f') || '' WHERE sequence IN"
                        + " (SELECT sequence FROM event WHERE substr(hash, 1, 1) <> 'f' LIMIT 1)"))
                .isNotNull();
    }

    @Test
    @DisplayName("removed, inserted and moved events are found")
    void findsMissingAndInserted() throws Exception {
        assertThat(afterEdit("DELETE FROM event WHERE sequence = 1").sequence()).isEqualTo(1);
        assertThat(afterEdit("DELETE FROM event WHERE sequence = 7").sequence()).isEqualTo(7);
        assertThat(afterEdit("DELETE FROM event WHERE sequence = 12").sequence())
                .isEqualTo(12);
        assertThat(afterEdit("DELETE FROM event").sequence()).isEqualTo(1);
        assertThat(afterEdit(
                                "INSERT INTO event SELECT 13, experiment_id, variant_id, type, 'new', timestamp_nanos, outcome,"
                                        + " body, hash FROM event WHERE sequence = 12")
                        .sequence())
                .isEqualTo(13);
        assertThat(afterEdit("UPDATE event SET sequence = 99 WHERE sequence = 3; UPDATE event SET sequence = 3 WHERE"
                                + " sequence = 4; UPDATE event SET sequence = 4 WHERE sequence = 99")
                        .sequence())
                .isEqualTo(3);
        assertThat(afterEdit("DELETE FROM chain_head")).isNotNull();
        assertThat(afterEdit("UPDATE chain_head SET sequence = 11")).isNotNull();
    }

    @Test
    @DisplayName("a log cut off with its recorded end is found with a head noted down before")
    void findsTruncationByNotedHead() throws Exception {
        ChainHead noted = head;
        StoredEvent eleventh = written.get(10);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TRIGGER event_is_never_deleted");
            statement.execute("DELETE FROM event WHERE sequence = 12");
            statement.execute("UPDATE chain_head SET sequence = 11, hash = '" + eleventh.hash() + "'");
        }

        assertThat(verify(database)).isInstanceOf(AuditReport.Intact.class);
        assertThat(AuditVerifier.verify(database.toString(), noted).block(SOON))
                .isEqualTo(new AuditReport.Broken(12, "it is missing: the given head is of event 12"));
        assertThat(AuditVerifier.verify(database.toString(), written.get(4).asHead())
                        .block(SOON))
                .isInstanceOf(AuditReport.Intact.class);
        assertThat(AuditVerifier.verify(database.toString(), new ChainHead(5, head.hash()))
                        .block(SOON))
                .isInstanceOf(AuditReport.Broken.class);
    }

    @Test
    @DisplayName("any changed, missing or added byte of an exported log is found")
    void findsEveryByteOfAnExport() throws IOException {
        Path file = export("log.jsonl");
        byte[] original = Files.readAllBytes(file);
        Path edited = folder.resolve("edited.jsonl");
        Random random = new Random(7);

        for (int i = 0; i < original.length; i += 1 + random.nextInt(16)) {
            byte[] bytes = original.clone();
            bytes[i] ^= (byte) (1 << random.nextInt(8));
            assertBroken(edited, bytes, "bit of byte " + i);
        }
        for (int length = 0; length < original.length; length += 1 + random.nextInt(100)) {
            assertBroken(edited, java.util.Arrays.copyOf(original, length), "cut at " + length);
        }
        assertBroken(edited, java.util.Arrays.copyOf(original, original.length + 1), "one byte more");
    }

    private static void assertBroken(Path file, byte[] bytes, String what) throws IOException {
        Files.write(file, bytes);
        assertThat(AuditExport.verify(file, new ChainCheck(null))).as(what).isInstanceOf(AuditReport.Broken.class);
    }

    @Test
    @DisplayName("a flipped bit anywhere in the database file is found, or changes no event")
    void findsFlippedBits() throws Exception {
        byte[] original = Files.readAllBytes(database);
        Random random = new Random(11);
        Path edited = folder.resolve("flipped.db");
        int found = 0;
        for (int i = 0; i < 100; i++) {
            byte[] bytes = original.clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(edited, bytes);
            if (isBroken(edited)) {
                found++;
            } else {
                assertThat(eventsOf(edited)).isEqualTo(written);
            }
        }
        assertThat(found).isPositive();
    }

    private static boolean isBroken(Path file) {
        try {
            return verify(file) instanceof AuditReport.Broken;
        } catch (StoreFailedException unreadable) {
            return true;
        }
    }

    private static List<StoredEvent> eventsOf(Path file) throws Exception {
        try (Connection connection = SqliteDatabase.readOnly(file).getConnection()) {
            return new EventSelect(EventQuery.all()).oldest(connection, 1000);
        }
    }

    @Test
    @DisplayName("a log is verified beside a store that is in use, and in a folder that cannot be written")
    void onlyReads() throws Exception {
        ExperimentStore store = open();
        store.append(event("one more")).block(SOON);
        assertThat(verify(database))
                .isEqualTo(new AuditReport.Intact(store.head().block(SOON)));
        store.close().block(SOON);

        Path archive = Files.createDirectory(folder.resolve("archive"));
        Path copy = Files.copy(database, archive.resolve("copy.db"));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("r--------"));
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("r-x------"));
        try {
            assertThat(verify(copy)).isInstanceOf(AuditReport.Intact.class);
        } finally {
            Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    @DisplayName("a file that is not there is an error, not a broken log")
    void needsALog() {
        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> verify(folder.resolve("nothing.db")))
                .withMessageContaining("nothing.db");
    }

    @Test
    @DisplayName("an empty file is no log, rather than a broken one")
    void needsMoreThanNothing() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.db"));

        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> verify(empty))
                .withMessageContaining("empty.db is empty");
    }
}
