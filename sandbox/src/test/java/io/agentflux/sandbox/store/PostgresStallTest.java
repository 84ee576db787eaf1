package io.agentflux.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.ArenaTransientException;
import io.agentflux.sandbox.SandboxHandle;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real PostgreSQL server that stands still: its connections stay open, and nothing is answered. */
@DisabledOnOs(OS.WINDOWS)
class PostgresStallTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    @DisplayName(
            "PostgreSQL stands still: updates and reads are refused in time, none is lost or kept twice, and a stop says what it left")
    void survivesStalls() throws Exception {
        EmbeddedPostgres database = PostgresServer.start(EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false));
        try {
            String location = "postgresql://postgres:postgres@localhost:" + database.getPort() + "/postgres";
            SandboxHandle sandbox = ServedSandbox.start(location).block(SOON);
            List<String> decisions;
            try (PersistentAgents agents = new PersistentAgents(sandbox.url(), 40)) {
                agents.awaitDecisions(200);

                signal("STOP");
                long began = System.nanoTime();
                agents.awaitNotReady(Obstacle.SLOW);
                agents.requireRefusedReading();
                agents.awaitRefusals(32);
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
                agents.awaitNotReady(Obstacle.AWAY);
                signal("CONT");

                agents.awaitReady();
                agents.requireReading();
                agents.awaitDecisions(200);
                decisions = agents.finish();
            }
            signal("STOP");
            assertThatThrownBy(() -> sandbox.stop(Duration.ofSeconds(1)).block(SOON))
                    .isInstanceOf(ArenaTransientException.class)
                    .hasMessageContaining("the store is not closed after 8 seconds");
            signal("CONT");
            PersistentAgents.assertKept(location, decisions);
        } finally {
            signal("CONT");
            database.close();
        }
    }

    /** Stops all processes of the server where they are, or lets them go on. */
    private void signal(String name) throws IOException, InterruptedException {
        String pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0);
        ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        List<String> command = new ArrayList<>(List.of("kill", "-" + name, pid));
        server.descendants().forEach(child -> command.add(Long.toString(child.pid())));
        new ProcessBuilder(command).start().waitFor();
    }
}
