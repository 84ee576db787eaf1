package io.agentflux.sandbox.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which messages are to be delivered again; those that were given up if nothing is said.
 *
 * @param messageId only this one
 * @param since all that happened since then
 */
record ReplayRequest(@Nullable String messageId, @Nullable Instant since) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String MESSAGE_ID = "messageId";
    private static final String SINCE = "since";
    private static final Set<String> MEMBERS = Set.of(MESSAGE_ID, SINCE);
    private static final String WHAT_TO_SEND =
            "send {}, {\"messageId\":\"msg_...\"} or" + " {\"since\":\"2026-01-31T12:00:00Z\"}.";

    /** Reads a body, which may be empty. */
    static ReplayRequest read(byte[] body) {
        if (body.length == 0) {
            return new ReplayRequest(null, null);
        }
        try {
            if (JSON.readTree(body) instanceof ObjectNode request) {
                String messageId = text(request, MESSAGE_ID);
                String since = text(request, SINCE);
                if ((messageId == null || since == null) && MEMBERS.containsAll(request.propertyNames())) {
                    return new ReplayRequest(messageId, since == null ? null : instant(since));
                }
            }
        } catch (JacksonException | DateTimeException malformed) {
            // told below, as everything else that does not fit
        }
        throw new RefusedRequest(400, "The body does not say what to deliver again; " + WHAT_TO_SEND);
    }

    private static @Nullable String text(ObjectNode request, String name) {
        JsonNode value = request.get(name);
        return value == null || value.isNull() ? null : value.stringValue();
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
