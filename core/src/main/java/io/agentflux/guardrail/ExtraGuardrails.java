package io.agentflux.guardrail;

import io.agentflux.arena.EconomyParameter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules beyond the five that every arena has. Each is off unless it is asked for.
 *
 * @param bounds see {@link Guardrail#bounds}; a parameter that is not named has none
 * @param dailyBudgetPoints see {@link Guardrail#dailyBudget}; null for no budget
 * @param needsApproval see {@link Guardrail#approval}
 */
public record ExtraGuardrails(
        Map<EconomyParameter, Bounds> bounds, @Nullable Double dailyBudgetPoints, boolean needsApproval) {

    private static final ExtraGuardrails NONE = new ExtraGuardrails(Map.of(), null, false);

    /** Copies the bounds; refuses a budget that is not above zero. */
    public ExtraGuardrails {
        bounds = Map.copyOf(bounds);
        if (dailyBudgetPoints != null) {
            Guardrail.dailyBudget(dailyBudgetPoints);
        }
    }

    /** Nothing beyond the five. */
    public static ExtraGuardrails none() {
        return NONE;
    }

    /** These rules as they are for an update that a person has approved. */
    public ExtraGuardrails approved() {
        return new ExtraGuardrails(bounds, dailyBudgetPoints, false);
    }
}
