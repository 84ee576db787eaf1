package io.agentflux.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.KilledProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

/** Kills real processes; {@code -Dagentflux.kill-rounds=20} does it longer. */
class StoreKillTest {

    private static final int ROUNDS = Integer.getInteger("agentflux.kill-rounds", 3);
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    @DisplayName("SQLite: a process killed in the middle of 64 writers loses no acknowledged decision")
    void sqliteSurvivesKill() throws Exception {
        killAgainAndAgain(folder.resolve("agentflux.db").toString(), ROUNDS);
    }

    @Test
    @DisplayName("PostgreSQL: a process killed in the middle of 64 writers loses no acknowledged decision")
    void postgresSurvivesKill() throws Exception {
        killAgainAndAgain(PostgresServer.newSchema(), Math.max(1, ROUNDS / 3));
    }

    private void killAgainAndAgain(String location, int rounds) throws Exception {
        Set<String> acknowledged = new HashSet<>();
        for (int round = 1; round <= rounds; round++) {
            List<String> inThisRound = killWriter(location, round);
            assertThat(inThisRound).hasSizeGreaterThan(100);
            acknowledged.addAll(inThisRound);

            ExperimentStore store =
                    ExperimentStore.open(location, Schedulers.parallel()).block(SOON);
            Set<String> kept = new HashSet<>(DecisionLog.of(store)
                    .read("onboarding", 0)
                    .map(logged -> logged.decision().id())
                    .collectList()
                    .block(SOON));
            Set<String> missing = new HashSet<>(acknowledged);
            missing.removeAll(kept);
            assertThat(missing).as("acknowledged and lost in round %s", round).isEmpty();

            store.append(Samples.event("onboarding", null, "lifecycle", "after round " + round, null))
                    .block(SOON);
            store.close().block(SOON);
            assertThat(AuditVerifier.verify(location).block(SOON)).isInstanceOf(AuditReport.Intact.class);
            System.out.printf(
                    "%s round %d: %d acknowledged, %d kept, 0 missing%n",
                    location.startsWith("postgres") ? "PostgreSQL" : "SQLite", round, acknowledged.size(), kept.size());
        }
    }

    private List<String> killWriter(String location, int round) throws Exception {
        Path notes = folder.resolve("acknowledged-" + round);
        try (KilledProcess writer =
                KilledProcess.start(folder.resolve("output-" + round), KilledWriter.class, location, notes)) {
            long enough = 37L * (300 + 700L * (round % 5));
            writer.await(() -> Files.exists(notes) && Files.size(notes) >= enough);
        }
        String text = Files.readString(notes);
        return text.substring(0, text.lastIndexOf('\n')).lines().toList();
    }
}
