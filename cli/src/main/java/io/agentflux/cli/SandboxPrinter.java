package io.agentflux.cli;

import io.agentflux.arena.http.ArenaProtocol;
import io.agentflux.sandbox.DemoExperiment;
import io.agentflux.sandbox.SandboxHandle;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.http.SandboxStatistics;
import io.agentflux.sandbox.http.ServedRequest;
import java.io.PrintWriter;
import java.util.Map;

/** What the sandbox command tells the person at the terminal. */
final class SandboxPrinter {

    private final PrintWriter out;

    SandboxPrinter(PrintWriter out) {
        this.out = out;
    }

    /**
     * Tells what was started.
     *
     * @param tokens the token of each treatment by its name
     */
    void banner(
            SandboxHandle handle,
            DemoExperiment demo,
            Map<String, String> tokens,
            StoreOption store,
            boolean isLoopback) {
        Experiment experiment = handle.experiments().find(demo.spec().id()).orElseThrow();
        out.printf("AgentFlux sandbox  %s%n%n", handle.url());
        tokens.forEach((treatment, token) -> out.printf("  %-12s  %s%n", treatment, token));
        handle.administrator()
                .fresh()
                .ifPresent(token -> out.printf("%n  administrator  %s%n  (shown this once: note it down)%n", token));
        out.printf(
                "%n  %d simulated people per variant, a day every %s; it is day %d%n",
                demo.peoplePerVariant(), Durations.text(demo.dayLength()), experiment.daysPlayed() + 1);
        out.printf(
                "  limits: one accepted update per %s, a parameter may move by %.0f %% of its current value%n",
                Durations.text(DemoExperiment.LIMITS.updateInterval()), DemoExperiment.LIMITS.deltaLimitPercent());
        out.printf(
                "  store: %s%n",
                store.location().equals(StoreOption.IN_MEMORY)
                        ? "memory; everything ends with the process"
                        : store.shown() + "; the next start goes on where this one ends");
        if (!isLoopback) {
            out.printf("%n  WARNING: other machines can reach this address, over plain HTTP, and the first token is%n");
            out.printf("  known to everybody. Use it in networks you trust only.%n");
        }
        out.printf(
                "%n  curl -H 'Authorization: Bearer %s' %s%s%n%nCtrl+C stops.%n%n",
                DemoExperiment.TOKEN, handle.url(), ArenaProtocol.SIGNALS_PATH);
        out.flush();
    }

    void request(ServedRequest request) {
        out.printf(
                "%d %s %s %.1f ms%n",
                request.status(),
                request.method(),
                // a path is whatever a stranger sent
                request.path().replaceAll("[^\\x21-\\x7E]", "?"),
                request.took().toNanos() / 1e6);
        out.flush();
    }

    void storeFailed(Throwable reason) {
        out.printf(
                "%nThe store failed: %s%nNothing that was acknowledged is lost. Look at the disk, then start again.%n",
                reason.getMessage());
        out.flush();
    }

    void statistics(SandboxHandle handle) {
        SandboxStatistics statistics = handle.statistics();
        out.printf(
                "%n%d requests: %d observations, %d updates accepted, %d refused, %d heartbeats%n",
                statistics.requests(),
                statistics.observations(),
                statistics.accepted(),
                statistics.refused(),
                statistics.heartbeats());
        out.flush();
    }
}
