package io.agentflux.sandbox.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Economy;
import io.agentflux.arena.MetricSignal;
import io.agentflux.guardrail.Proposal;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.experiment.HealthLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TripTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final HealthLimits LIMITS =
            HealthLimits.ofDefaults().retentionFloor(0.5).releaseAfter(Duration.ofHours(1));

    private static Finding finding(String type, String variantId) {
        return new Finding(type, variantId, null, "40 % are left", "50 %", "look after them");
    }

    private static Trip trip(String type) {
        return Trip.of(finding(type, "a"), NOON);
    }

    private static Vitals.Variant retaining(@Nullable Double share) {
        MetricSignal retention = share == null ? null : MetricSignal.of(share, 0.4, 100);
        return new Vitals.Variant(
                "a",
                "A",
                true,
                null,
                null,
                Duration.ofMinutes(5),
                null,
                0,
                null,
                retention,
                Economy.defaults(),
                false,
                null,
                0);
    }

    @Test
    @DisplayName("a trip knows its own freeze by what it says, and no other")
    void caused() {
        Trip trip = trip(EventType.RETENTION_CLIFF);

        assertThat(trip.caused(new Proposal.Freeze("40 % are left, the floor is 50 %", null)))
                .isTrue();
        assertThat(trip.caused(new Proposal.Freeze("a person wants it", null))).isFalse();
        assertThat(trip.caused(null)).isFalse();
    }

    @Test
    @DisplayName("a freeze lasts its least time, and for ever where only people release it")
    void lasts() {
        Trip trip = trip(EventType.RETENTION_CLIFF);

        assertThat(trip.hasLasted(LIMITS, NOON.plusSeconds(3_599))).isFalse();
        assertThat(trip.hasLasted(LIMITS, NOON.plusSeconds(3_600))).isTrue();
        assertThat(trip.hasLasted(HealthLimits.ofDefaults(), NOON.plusSeconds(1_000_000)))
                .isFalse();
    }

    @Test
    @DisplayName("people have come back once the floor is reached, and not where nobody can be counted")
    void retention() {
        Trip trip = trip(EventType.RETENTION_CLIFF);

        assertThat(trip.isOver(retaining(0.5), List.of(), LIMITS)).isTrue();
        assertThat(trip.isOver(retaining(0.49), List.of(), LIMITS)).isFalse();
        assertThat(trip.isOver(retaining(null), List.of(), LIMITS)).isFalse();
    }

    @Test
    @DisplayName("anything else is over when it is not found of that variant any more")
    void otherCauses() {
        Trip trip = trip(EventType.DEGRADATION);

        assertThat(trip.isOver(retaining(0.1), List.of(finding(EventType.DEGRADATION, "a")), LIMITS))
                .isFalse();
        assertThat(trip.isOver(
                        retaining(0.1),
                        List.of(finding(EventType.DEGRADATION, "b"), finding(EventType.REJECTION_STREAK, "a")),
                        LIMITS))
                .isTrue();
    }
}
