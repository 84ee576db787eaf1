package io.agentflux.examples;

import io.agentflux.AgentEvent;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Metric;
import io.agentflux.arena.Signals;
import java.util.Locale;
import java.util.Optional;

/** Tells people what an agent does. */
final class Narration {

    private Narration() {}

    /** A line for what is worth one. */
    static Optional<String> of(AgentEvent<Signals, ConfigUpdate, ConfigResult> event) {
        return Optional.ofNullable(event).flatMap(Narration::sentence).map(sentence -> "cycle %2d  %s"
                .formatted(event.cycle(), sentence));
    }

    private static Optional<String> sentence(AgentEvent<Signals, ConfigUpdate, ConfigResult> event) {
        if (event instanceof AgentEvent.Observed<Signals, ConfigUpdate, ConfigResult> observed) {
            return observed.observation()
                    .metric(Metric.SCAN_FREQUENCY)
                    .map(frequency -> String.format(Locale.ROOT, "sees %.2f scans a day", frequency.value()));
        }
        if (event instanceof AgentEvent.Acted<Signals, ConfigUpdate, ConfigResult> acted) {
            ConfigResult result = acted.result();
            return Optional.of(acted.proposal().reasoning() + ": "
                    + (result != null && result.accepted()
                            ? "now " + result.appliedConfig()
                            : "refused, " + (result == null ? "" : result.rejectionReason())));
        }
        if (event instanceof AgentEvent.CycleFailed<Signals, ConfigUpdate, ConfigResult> failed) {
            return Optional.of("fails: " + failed.error().getMessage());
        }
        if (event instanceof AgentEvent.Stopped<Signals, ConfigUpdate, ConfigResult> stopped) {
            return Optional.of("ends: " + stopped.reason());
        }
        return Optional.empty();
    }
}
