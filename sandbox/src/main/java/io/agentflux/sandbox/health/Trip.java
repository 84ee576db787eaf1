package io.agentflux.sandbox.health;

import io.agentflux.arena.MetricSignal;
import io.agentflux.guardrail.Proposal;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.experiment.HealthLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A freeze of a variant that the health monitor caused, and when it may be released.
 *
 * @param at when the variant was frozen
 * @param type the type of the finding
 * @param reason what the freeze says, by which it is known again
 */
record Trip(Instant at, String type, String reason) {

    static Trip of(Finding finding, Instant at) {
        return new Trip(at, finding.type(), finding.seen() + ", the floor is " + finding.limit());
    }

    /** Whether this is the freeze: another one is somebody else's to release. */
    boolean caused(Proposal.@Nullable Freeze freeze) {
        return freeze != null && freeze.reason().equals(reason);
    }

    /** Whether it has lasted as long as it must at least; never where it is for people to release it. */
    boolean hasLasted(HealthLimits limits, Instant now) {
        Duration least = limits.releaseAfter();
        return least != null && !now.isBefore(at.plus(least));
    }

    /**
     * Whether what caused it is over. Fewer people than a floor can be told of have not come back.
     *
     * @param findings what is found now
     */
    boolean isOver(Vitals.Variant variant, List<Finding> findings, HealthLimits limits) {
        MetricSignal retention = variant.retention();
        return type.equals(EventType.RETENTION_CLIFF)
                ? retention != null && retention.value() >= limits.retentionFloor()
                : findings.stream().noneMatch(found -> found.subject().equals(new Finding.Subject(type, variant.id())));
    }
}
