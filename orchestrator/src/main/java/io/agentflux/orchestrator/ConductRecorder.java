package io.agentflux.orchestrator;

import io.agentflux.AgentEvent;
import io.agentflux.FailureKind;
import io.agentflux.StopReason;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Signals;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts what an agent does. */
final class ConductRecorder implements Consumer<AgentEvent<Signals, ConfigUpdate, ConfigResult>> {

    private int cycles;
    private int failedCycles;
    private int held;
    private int accepted;
    private int clamped;
    private final Map<String, Integer> rejected = new TreeMap<>();
    private @Nullable String failure;

    @Override
    public void accept(AgentEvent<Signals, ConfigUpdate, ConfigResult> event) {
        if (event instanceof AgentEvent.CycleCompleted<?, ?, ?>) {
            cycles++;
        } else if (event instanceof AgentEvent.Held<?, ?, ?>) {
            held++;
        } else if (event instanceof AgentEvent.Acted<Signals, ConfigUpdate, ConfigResult> acted) {
            count(acted.result());
        } else if (event instanceof AgentEvent.CycleFailed<?, ?, ?> failed && failed.kind() != FailureKind.CLOSED) {
            failedCycles++;
        } else if (event instanceof AgentEvent.Stopped<?, ?, ?> stopped
                && stopped.reason() instanceof StopReason.Failed failed) {
            failure = String.valueOf(failed.cause());
        }
    }

    private void count(@Nullable ConfigResult result) {
        if (result == null) {
            return;
        }
        if (result.accepted()) {
            accepted++;
            clamped += result.clampedDeltas().isEmpty() ? 0 : 1;
        } else {
            rejected.merge(String.valueOf(result.rejectionReason()), 1, Integer::sum);
        }
    }

    Conduct conduct() {
        return new Conduct(cycles, failedCycles, held, accepted, clamped, rejected, failure);
    }
}
