package io.agentflux.sandbox.experiment;

import static io.agentflux.sandbox.experiment.KilledTenantChange.ECONOMY;
import static io.agentflux.sandbox.experiment.KilledTenantChange.EXPERIMENTS;
import static io.agentflux.sandbox.experiment.StoredExperiments.SPEC;
import static io.agentflux.sandbox.experiment.StoredExperiments.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.KilledProcess;
import io.agentflux.sandbox.store.EventQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills real processes in the middle of a change of a tenant's economy. */
class TenantKillTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, EXPERIMENTS})
    @DisplayName("a tenant's economy that a kill cut short reaches all its experiments at the next start, each once")
    void finishesChange(int stuckAt) throws Exception {
        killInTheMiddle(stuckAt);

        try (StoredExperiments stored = new StoredExperiments(folder)) {
            assertAllChanged(stored);
            stored.restart();
            assertAllChanged(stored);
            assertThat(now(stored.store()
                            .events(EventQuery.all().ofType(EventType.ECONOMY_CHANGED))
                            .collectList()))
                    .hasSize(EXPERIMENTS);
        }
    }

    private static void assertAllChanged(StoredExperiments stored) {
        assertThat(stored.experiments().tenantEconomy(SPEC.tenant())).isEqualTo(ECONOMY);
        assertThat(stored.experiments().all())
                .hasSize(EXPERIMENTS)
                .allSatisfy(each -> assertThat(each.state().tenantEconomy()).isEqualTo(ECONOMY));
    }

    private void killInTheMiddle(int stuckAt) throws Exception {
        Path note = folder.resolve("stuck");
        try (KilledProcess process = KilledProcess.start(
                folder.resolve("output"), KilledTenantChange.class, folder.resolve("test.db"), note, stuckAt)) {
            process.await(() -> Files.exists(note));
        }
    }
}
