package io.agentflux.sandbox.health;

import io.agentflux.sandbox.experiment.EventType;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known to be wrong with one experiment, so that it is told once. For one thread at a time. */
final class Episodes {

    private final Map<Finding.Subject, Optional<String>> told = new HashMap<>();

    /** Takes note that something was told already. */
    void remember(Finding finding) {
        told.put(finding.subject(), Optional.ofNullable(finding.episode()));
    }

    /** Forgets that something was told, so that it is told again. */
    void forget(Finding finding) {
        told.remove(finding.subject());
    }

    /** Of what is wrong now, that which has not been told; takes it as told. */
    List<Finding> begin(List<Finding> findings) {
        Set<Finding.Subject> present = new HashSet<>();
        findings.forEach(finding -> present.add(finding.subject()));
        // an episode with a name is known by it when it is found again
        told.entrySet().removeIf(entry -> entry.getValue().isEmpty() && !present.contains(entry.getKey()));
        List<Finding> begun =
                findings.stream().filter(finding -> !isTold(finding)).toList();
        begun.forEach(this::remember);
        return begun;
    }

    /**
     * The silence of an agent is named by when it was last heard of. Only heartbeats are kept, so after a restart this may be
     * earlier than it was told, and is the same silence.
     */
    private boolean isTold(Finding finding) {
        Optional<String> before = told.get(finding.subject());
        Optional<String> now = Optional.ofNullable(finding.episode());
        return now.equals(before)
                || (before != null
                        && finding.type().equals(EventType.HEARTBEAT_TIMEOUT)
                        && instant(now).isBefore(instant(before)));
    }

    private static Instant instant(Optional<String> episode) {
        return episode.map(Instant::parse).orElse(Instant.MIN);
    }
}
