package io.agentflux.sandbox.admin;

import io.agentflux.sandbox.experiment.EventBody;
import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.StoredEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/** An event of the log as an administrator is shown it. */
final class EventView {

    private EventView() {}

    static Map<String, Object> of(StoredEvent stored) {
        ExperimentEvent event = stored.event();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("sequence", stored.sequence());
        view.put("timestamp", event.timestamp().toString());
        view.put("type", event.type());
        view.put("variantId", event.variantId());
        view.put("id", event.id());
        view.put("outcome", event.outcome());
        view.put("body", EventBody.shown(event));
        view.put("hash", stored.hash());
        return view;
    }
}
