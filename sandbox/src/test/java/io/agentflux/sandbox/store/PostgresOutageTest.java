package io.agentflux.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.SandboxHandle;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

/** A real PostgreSQL server that goes away and comes back in the middle of writers. */
@DisabledOnOs(OS.WINDOWS)
class PostgresOutageTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private EmbeddedPostgres startDatabase(int port) throws IOException {
        return PostgresServer.start(EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port));
    }

    @Test
    @DisplayName(
            "PostgreSQL cuts connections, crashes and stops: updates are refused meanwhile, none is lost or kept twice")
    void survivesOutages() throws Exception {
        int port = freePort();
        EmbeddedPostgres database = startDatabase(port);
        try {
            String location = "postgresql://postgres:postgres@localhost:" + port + "/postgres";
            SandboxHandle sandbox = ServedSandbox.start(location).block(SOON);
            List<String> decisions;
            try (PersistentAgents agents = new PersistentAgents(sandbox.url(), 40)) {
                agents.awaitDecisions(200);

                cutConnections(database);
                agents.awaitDecisions(200);
                assertThat(agents.refusedSize()).isPositive();
                agents.awaitReady();

                crash();
                agents.awaitNotReady(Obstacle.AWAY);
                agents.awaitRefusals(50);
                // finds nothing to stop, says so in the log, and lets go of the folder
                database.close();
                database = startDatabase(port);
                agents.awaitReady();
                agents.requireReading();
                agents.awaitDecisions(200);

                database.close();
                agents.awaitNotReady(Obstacle.AWAY);
                agents.awaitRefusals(50);
                database = startDatabase(port);
                agents.awaitReady();
                agents.requireReading();
                agents.awaitDecisions(200);

                decisions = agents.finish();
            } finally {
                sandbox.stop(Duration.ofSeconds(1)).block(SOON);
            }
            PersistentAgents.assertKept(location, decisions);
        } finally {
            database.close();
        }
    }

    @Test
    @DisplayName("it is noticed that PostgreSQL stops, and that it is back, though nobody writes")
    void noticesOutageWhenIdle() throws Exception {
        int port = freePort();
        EmbeddedPostgres database = startDatabase(port);
        try {
            ExperimentStore store = ExperimentStore.postgresql(
                            "postgresql://postgres:postgres@localhost:" + port + "/postgres", Schedulers.parallel())
                    .block(SOON);
            assertThat(store.obstacle()).isEmpty();

            database.close();
            awaitObstacle(store, Optional.of(Obstacle.AWAY));
            database = startDatabase(port);
            awaitObstacle(store, Optional.empty());

            store.close().block(SOON);
        } finally {
            database.close();
        }
    }

    private static void awaitObstacle(ExperimentStore store, Optional<Obstacle> expected) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!store.obstacle().equals(expected)) {
            assertThat(System.nanoTime())
                    .as("%s, not %s", store.obstacle(), expected)
                    .isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private static void cutConnections(EmbeddedPostgres database) throws Exception {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'agentflux' AND pid <> pg_backend_pid()");
        }
    }

    /** Ends all processes of the server where they are; what it does at its next start is recovery. */
    private void crash() throws IOException, InterruptedException {
        String pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0);
        ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        assertThat(new ProcessBuilder("kill", "-QUIT", pid).start().waitFor()).isZero();
        assertThat(server.onExit()).succeedsWithin(SOON);
    }

    /** None of those that connections are given, one of which could take it while the database is down. */
    private static int freePort() {
        int port = 20_000 + (int) (ProcessHandle.current().pid() % 10_000);
        while (!isFree(port)) {
            port++;
        }
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
