package io.agentflux;

import io.agentflux.time.SimulatedScheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Remembers the events of a test's agents and when they happened, in milliseconds since the test's world began. */
final class EventLog<O, A, R> implements Consumer<AgentEvent<O, A, R>> {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<AgentEvent<O, A, R>> events = new ArrayList<>();

    static SimulatedScheduler world() {
        return SimulatedScheduler.startingAt(START);
    }

    static Instant at(long millis) {
        return START.plusMillis(millis);
    }

    @Override
    public synchronized void accept(AgentEvent<O, A, R> event) {
        events.add(event);
    }

    synchronized List<AgentEvent<O, A, R>> all() {
        return List.copyOf(events);
    }

    <E> List<E> of(Class<? super E> type) {
        @SuppressWarnings("unchecked") // the caller names the type it filters by
        List<E> found = (List<E>) all().stream().filter(type::isInstance).toList();
        return found;
    }

    List<Long> times(Class<?> type) {
        return all().stream()
                .filter(type::isInstance)
                .map(event -> event.at().toEpochMilli() - START.toEpochMilli())
                .toList();
    }

    List<String> names() {
        return all().stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    StopReason stopReason() {
        AgentEvent<O, A, R> last = all().get(events.size() - 1);
        return ((AgentEvent.Stopped<O, A, R>) last).reason();
    }
}
