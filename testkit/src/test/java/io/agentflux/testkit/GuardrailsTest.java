package io.agentflux.testkit;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.guardrail.Bounds;
import io.agentflux.guardrail.Guardrail;
import io.agentflux.guardrail.GuardrailChain;
import io.agentflux.guardrail.GuardrailLimits;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The library's own guardrails keep the contract. */
class GuardrailsTest {

    @Nested
    class ControlLock extends GuardrailContract {
        @Override
        protected Guardrail guardrail() {
            return Guardrail.controlLock();
        }
    }

    @Nested
    class StatusGate extends GuardrailContract {
        @Override
        protected Guardrail guardrail() {
            return Guardrail.statusGate();
        }
    }

    @Nested
    class Freeze extends GuardrailContract {
        @Override
        protected Guardrail guardrail() {
            return Guardrail.freeze();
        }
    }

    @Nested
    class RateLimit extends GuardrailContract {
        @Override
        protected Guardrail guardrail() {
            return Guardrail.rateLimit(Duration.ofHours(1));
        }
    }

    @Nested
    class DeltaClamp extends GuardrailContract {
        @Override
        protected Guardrail guardrail() {
            return Guardrail.deltaClamp(50);
        }
    }

    @Nested
    class ParameterBounds extends GuardrailContract {
        @Override
        protected Guardrail guardrail() {
            return Guardrail.bounds(
                    Map.of(EconomyParameter.SCAN_XP, new Bounds(5, 15), EconomyParameter.PHOTO_XP, new Bounds(0, 20)));
        }
    }

    @Nested
    class DailyBudget extends GuardrailContract {
        @Override
        protected Guardrail guardrail() {
            return Guardrail.dailyBudget(500);
        }
    }

    @Nested
    class Approval extends GuardrailContract {
        @Override
        protected Guardrail guardrail() {
            return Guardrail.approval();
        }
    }

    @Nested
    class Standard extends GuardrailContract {
        @Override
        protected Guardrail guardrail() {
            return GuardrailChain.standard(GuardrailLimits.standard());
        }
    }
}
