package io.agentflux.cli;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.http.ArenaProtocol;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.DemoExperiment;
import io.agentflux.sandbox.SandboxHandle;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.Profile;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.http.SandboxStatistics;
import io.agentflux.sandbox.http.ServedRequest;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** What the sandbox command tells the person at the terminal. */
final class SandboxPrinter {

    private static final DateTimeFormatter TIME_OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final PrintWriter out;
    private final Ansi ansi;

    SandboxPrinter(PrintWriter out, Ansi ansi) {
        this.out = out;
        this.ansi = ansi;
    }

    /**
     * Tells what was started.
     *
     * @param tokens the token of each variant that has an agent, by its name
     */
    void banner(
            SandboxHandle handle,
            Experiment experiment,
            Map<String, String> tokens,
            StoreOption store,
            boolean isLoopback) {
        ExperimentSpec spec = experiment.spec();
        out.printf("AgentFlux sandbox  %s%n%n  %s, %s%n", handle.url(), spec.name(), spec.id());
        int width = tokens.keySet().stream().mapToInt(String::length).max().orElse(0);
        tokens.forEach((variant, token) -> out.printf("  %-" + width + "s  %s%n", variant, token));
        handle.administrator()
                .fresh()
                .ifPresent(token -> out.printf("%n  administrator  %s%n  (shown this once: note it down)%n", token));
        out.printf(
                "%n  %s, a day every %s; it is day %d%s%n",
                people(spec.people()),
                Durations.inWords(spec.dayLength()),
                spec.dayAfter(experiment.daysPlayed()),
                experiment.status() == ExperimentStatus.RUNNING ? "" : ", " + experiment.status());
        limits(spec)
                .forEach((limits, variants) -> out.printf(
                        "  limits%s: one accepted update per %s, a parameter may move by %.0f %% of its %s value%n",
                        variants.size() == tokens.size() ? "" : " of " + String.join(", ", variants),
                        Durations.inWords(limits.updateInterval()),
                        limits.deltaLimitPercent(),
                        spec.profile() == Profile.COMPATIBLE ? "default" : "current"));
        out.printf(
                "  store: %s%n",
                store.location().equals(StoreOption.IN_MEMORY)
                        ? "memory; everything ends with the process"
                        : store.shown() + "; the next start goes on where this one ends");
        if (!isLoopback) {
            warnings(handle.url().getScheme().equals("https"), tokens.containsValue(DemoExperiment.TOKEN))
                    .forEach(warning -> out.printf("%n  WARNING: %s%n", warning));
        }
        tokens.values().stream()
                .findFirst()
                .ifPresent(token -> out.printf(
                        "%n  curl -H 'Authorization: Bearer %s' %s%s%n",
                        token, handle.url(), ArenaProtocol.SIGNALS_PATH));
        out.printf("  dashboard: %s/dashboard%n", handle.url());
        out.printf("%nCtrl+C stops.%n%n");
        out.flush();
    }

    /** What others could do who reach the sandbox. */
    static List<String> warnings(boolean isEncrypted, boolean isDemonstration) {
        List<String> warnings = new ArrayList<>();
        if (!isEncrypted) {
            warnings.add("other machines can reach this address, over plain HTTP, on which tokens can be read."
                    + " Use it in networks you trust only.");
        }
        if (isDemonstration) {
            warnings.add("other machines can reach this address, and everybody knows the first token.");
        }
        return warnings;
    }

    private static String people(PeopleSpec people) {
        return people instanceof PeopleSpec.Simulated simulated
                ? simulated.perVariant() + " simulated people per variant"
                : "real people";
    }

    private static Map<GuardrailLimits, List<String>> limits(ExperimentSpec spec) {
        return spec.variants().stream()
                .filter(VariantSpec::hasAgent)
                .collect(Collectors.groupingBy(
                        VariantSpec::limits,
                        LinkedHashMap::new,
                        Collectors.mapping(VariantSpec::name, Collectors.toList())));
    }

    /** One line, without anything that the sender wrote but the path. */
    void request(ServedRequest request) {
        ConfigResult update = request.update();
        out.printf(
                Locale.ROOT,
                "%s %s %s %s %.1f ms%s%n",
                styled("faint", TIME_OF_DAY.format(request.at())),
                styled(colour(request.status()), Integer.toString(request.status())),
                request.method(),
                // a path is whatever a stranger sent
                request.path().replaceAll("[^\\x21-\\x7E]", "?"),
                request.took().toNanos() / 1e6,
                update == null ? "" : "  " + badge(update));
        out.flush();
    }

    private static String colour(int status) {
        return status < 400 ? "green" : status < 500 ? "yellow" : "red";
    }

    private String badge(ConfigResult update) {
        if (!update.accepted()) {
            return styled("bold,red", "REJECTED") + " " + update.rejectionReason();
        }
        return update.clampedDeltas().isEmpty()
                ? styled("bold,green", "ACCEPTED")
                : styled("bold,yellow", "CLAMPED") + " "
                        + String.join(", ", update.clampedDeltas().keySet());
    }

    private String styled(String style, String text) {
        return ansi.string("@|" + style + " " + text + "|@");
    }

    void storeFailed(Throwable reason) {
        out.printf("%nThe store failed: %s%nNothing was acknowledged after that.%n", reason.getMessage());
        out.flush();
    }

    void storeNotClosed(Throwable reason) {
        out.printf("%nThe process ends before its store: %s.%n", reason.getMessage());
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
