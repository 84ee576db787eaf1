package io.agentflux.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What a native image must keep so that health and the endpoint can write their statuses as JSON. */
final class StatusHints implements RuntimeHintsRegistrar {

    StatusHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        new BindingReflectionHintsRegistrar()
                .registerReflectionHints(hints.reflection(), AgentStatus.class, FleetStatus.class);
    }
}
