package io.agentflux.cli;

import io.agentflux.arena.http.ArenaProtocol;
import io.agentflux.sandbox.DemoExperiment;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.http.SandboxStatistics;
import io.agentflux.sandbox.http.ServedRequest;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Map;

/** What the sandbox command tells the person at the terminal. */
final class SandboxPrinter {

    private final PrintWriter out;

    SandboxPrinter(PrintWriter out) {
        this.out = out;
    }

    void banner(URI url, DemoExperiment demo, Map<String, VariantSpec> variantOf, boolean isLoopback) {
        out.printf("AgentFlux sandbox  %s%n%n", url);
        variantOf.forEach((token, variant) -> out.printf("  %-12s  %s%n", variant.name(), token));
        out.printf(
                "%n  %d simulated people per variant, a day every %s; decisions are kept in memory only%n",
                demo.peoplePerVariant(), Durations.text(demo.dayLength()));
        out.printf(
                "  limits: one accepted update per %s, a parameter may move by %.0f %% of its current value%n",
                Durations.text(DemoExperiment.LIMITS.updateInterval()), DemoExperiment.LIMITS.deltaLimitPercent());
        if (!isLoopback) {
            out.printf("%n  WARNING: other machines can reach this address, over plain HTTP, and the first token is%n");
            out.printf("  known to everybody. Use it in networks you trust only.%n");
        }
        out.printf(
                "%n  curl -H 'Authorization: Bearer %s' %s%s%n%nCtrl+C stops.%n%n",
                variantOf.keySet().iterator().next(), url, ArenaProtocol.SIGNALS_PATH);
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

    void statistics(SandboxStatistics statistics) {
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
