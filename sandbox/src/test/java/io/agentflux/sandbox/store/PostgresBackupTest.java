package io.agentflux.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A base backup as PostgreSQL describes it, of a server that is written to, and a server that is started from it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "files that are open cannot be copied there")
class PostgresBackupTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Set<String> OF_THE_PROCESS = Set.of("postmaster.pid", "postmaster.opts", "epg-lock");

    @TempDir
    private Path folder;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicLong ids = new AtomicLong();

    @Test
    @DisplayName("a base backup made under load has what was acknowledged, verifies, and goes on")
    void backsUpAndRestores() throws Exception {
        Path copy = folder.resolve("backup");
        Set<String> before;
        try (EmbeddedPostgres server =
                PostgresServer.start(EmbeddedPostgres.builder().setDataDirectory(folder.resolve("data")))) {
            ExperimentStore store = open(server);
            Disposable writing = write(store);
            awaitMore(200);
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_backup_start('drill', true)");
                copy(folder.resolve("data"), copy, "pg_wal");
                awaitMore(200);
                before = Set.copyOf(acknowledged);
                try (ResultSet label = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                    assertThat(label.next()).isTrue();
                    Files.writeString(copy.resolve("backup_label"), label.getString(1));
                }
            }
            copy(folder.resolve("data/pg_wal"), copy.resolve("pg_wal"), "");
            writing.dispose();
            store.close().block(SOON);
        }
        try (EmbeddedPostgres server = PostgresServer.start(
                EmbeddedPostgres.builder().setDataDirectory(copy).setCleanDataDirectory(false))) {
            assertThat(AuditVerifier.verify(url(server)).block(SOON)).isInstanceOf(AuditReport.Intact.class);
            ExperimentStore store = open(server);
            assertThat(kept(store)).containsAll(before);
            store.append(Samples.event("after the restore")).block(SOON);
            store.close().block(SOON);
            assertThat(AuditVerifier.verify(url(server)).block(SOON)).isInstanceOf(AuditReport.Intact.class);
        }
    }

    private static String url(EmbeddedPostgres server) {
        return "postgresql://postgres:postgres@localhost:" + server.getPort() + "/postgres";
    }

    private static ExperimentStore open(EmbeddedPostgres server) {
        return Objects.requireNonNull(
                ExperimentStore.open(url(server), Schedulers.parallel()).block(SOON));
    }

    private Disposable write(ExperimentStore store) {
        Mono<String> next = Mono.defer(() -> {
            String id = "event " + ids.incrementAndGet();
            return store.append(Samples.event(id)).thenReturn(id);
        });
        return Flux.range(0, 8)
                .flatMap(writer -> next.doOnNext(acknowledged::add).repeat(), 8)
                .onErrorComplete()
                .subscribe();
    }

    private void awaitMore(int more) throws InterruptedException {
        int enough = acknowledged.size() + more;
        long deadline = System.nanoTime() + SOON.toNanos();
        while (acknowledged.size() < enough && System.nanoTime() < deadline) {
            Thread.sleep(1);
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(enough);
    }

    private static Set<String> kept(ExperimentStore store) {
        return new HashSet<>(Objects.requireNonNull(store.events(EventQuery.all())
                .map(stored -> stored.event().id())
                .collectList()
                .block(SOON)));
    }

    /** Copies a folder while it is written to; of one folder in it nothing but its name. */
    private static void copy(Path from, Path to, String without) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path made = Files.createDirectories(to.resolve(from.relativize(directory)));
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
                return from.relativize(directory).toString().equals(without) && !without.isEmpty()
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!OF_THE_PROCESS.contains(file.getFileName().toString())) {
                    try {
                        Files.copy(file, to.resolve(from.relativize(file)));
                    } catch (NoSuchFileException goneMeanwhile) {
                        return FileVisitResult.CONTINUE;
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }
}
