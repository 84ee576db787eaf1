package io.agentflux.guardrail;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.RejectionCode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A guardrail's answer to a proposal. */
public sealed interface Verdict {

    /**
     * The proposal may go on, perhaps with values cut back.
     *
     * @param values what may be applied
     * @param clampedDeltas the parameters that were cut back, and how
     */
    record Passed(Map<EconomyParameter, Double> values, Map<EconomyParameter, ClampedDelta> clampedDeltas)
            implements Verdict {

        /** Copies the maps, keeping their order. */
        public Passed {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            clampedDeltas = clampedDeltas.isEmpty()
                    ? Map.of()
                    : Collections.unmodifiableMap(new LinkedHashMap<>(clampedDeltas));
        }
    }

    /**
     * The proposal is refused.
     *
     * @param code why, for programs
     * @param detail why, for people
     * @param nextAllowedUpdate the earliest instant at which a proposal can pass, null if not known
     */
    record Rejected(
            RejectionCode code, String detail, @Nullable Instant nextAllowedUpdate) implements Verdict {

        /**
         * Until a person approves of these values.
         *
         * @param values what would be in force without that, by anything that is called as the parameter is
         */
        public static Rejected untilApproved(Map<?, Double> values) {
            String wanted = values.entrySet().stream()
                    .map(value -> value.getKey() + " to "
                            // a whole number is told without a fraction
                            + value.getValue().toString().replaceFirst("\\.0$", ""))
                    .collect(Collectors.joining(", "));
            return new Rejected(
                    RejectionCode.APPROVAL_REQUIRED,
                    "A person has to approve of this update before it is in force; it would set " + wanted + ".",
                    null);
        }
    }
}
