package io.agentflux.sandbox.experiment;

import static io.agentflux.sandbox.experiment.KilledTenantChange.ECONOMY;
import static io.agentflux.sandbox.experiment.KilledTenantChange.EXPERIMENTS;
import static io.agentflux.sandbox.experiment.StoredExperiments.SPEC;
import static io.agentflux.sandbox.experiment.StoredExperiments.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.store.EventQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills real processes in the middle of a change of a tenant's economy. */
class TenantKillTest {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

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
                            .events(EventQuery.all().ofTypes(EventType.ECONOMY_CHANGED))
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
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        KilledTenantChange.class.getName(),
                        folder.resolve("test.db").toString(),
                        note.toString(),
                        Integer.toString(stuckAt))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            await(process, note, output);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static void await(Process process, Path note, Path output) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!Files.exists(note)) {
            if (process.waitFor(10, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw new AssertionError("the process did not get there: " + Files.readString(output));
            }
        }
    }
}
