package io.agentflux.sandbox.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Times requests by route, so that however many paths strangers think of, there are few timers. */
final class RequestTimers {

    private static final String NONE = "none";

    private final MeterRegistry registry;
    private final Map<Route, Map<Integer, Timer>> byRoute = new ConcurrentHashMap<>();
    private final Map<Integer, Timer> withoutRoute = new ConcurrentHashMap<>();

    RequestTimers(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Takes down a request.
     *
     * @param route the route that answered it, null if none did
     */
    void record(@Nullable Route route, int status, long nanos) {
        Map<Integer, Timer> byStatus =
                route == null ? withoutRoute : byRoute.computeIfAbsent(route, first -> new ConcurrentHashMap<>());
        byStatus.computeIfAbsent(status, first -> timer(route, first)).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(@Nullable Route route, int status) {
        return Timer.builder(SandboxMeters.REQUESTS.getName())
                .description(SandboxMeters.REQUESTS.description())
                .tag(
                        SandboxMeters.Key.ROUTE.asString(),
                        route == null ? NONE : route.path().toString())
                .tag(SandboxMeters.Key.METHOD.asString(), route == null ? NONE : route.method())
                .tag(SandboxMeters.Key.STATUS.asString(), Integer.toString(status))
                .register(registry);
    }
}
