package io.agentflux.sandbox.store;

import java.util.List;

/**
 * One page of the events that match a query, newest first.
 *
 * @param events the events of this page
 * @param total how many events match in all
 */
public record EventPage(List<StoredEvent> events, long total) {

    /** Copies the events. */
    public EventPage {
        events = List.copyOf(events);
    }

    static void requireBounds(int page, int pageSize) {
        if (page < 1 || pageSize < 1) {
            throw new IllegalArgumentException(
                    "page is " + page + " and pageSize is " + pageSize + "; both begin at 1");
        }
    }
}
