package io.agentflux.sandbox.store;

/** What makes an event the same event when it comes again. */
record EventKey(String experimentId, String type, String id) {

    static EventKey of(ExperimentEvent event) {
        return new EventKey(event.experimentId(), event.type(), event.id());
    }
}
