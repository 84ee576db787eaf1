package io.agentflux.arena.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes the bytes of one connection apart into server-sent events, wherever the network has cut them. Not thread-safe. */
final class EventDecoder {

    private static final int MAX_EVENT_BYTES = 8 * 1024 * 1024;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private String id = "";
    private String name = "";
    private boolean first = true;
    private boolean afterCarriageReturn;

    /** The events that these bytes complete. */
    List<ArenaEvent> feed(byte[] bytes) {
        List<ArenaEvent> events = new ArrayList<>();
        for (byte next : bytes) {
            boolean restOfLineEnd = next == '\n' && afterCarriageReturn;
            afterCarriageReturn = next == '\r';
            if (restOfLineEnd) {
                continue;
            }
            if (next == '\n' || next == '\r') {
                endOfLine(events);
            } else {
                append(next);
            }
        }
        return events;
    }

    private void append(byte next) {
        if (line.size() + data.length() >= MAX_EVENT_BYTES) {
            throw new MalformedMessageException("An event is longer than " + MAX_EVENT_BYTES + " bytes.");
        }
        line.write(next);
    }

    private void endOfLine(List<ArenaEvent> events) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (first && text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(1);
        }
        first = false;
        if (text.isEmpty()) {
            endOfEvent(events);
        } else {
            field(text);
        }
    }

    private void field(String text) {
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        String stripped = value.startsWith(" ") ? value.substring(1) : value;
        switch (field) {
            case "id" -> id = stripped;
            case "event" -> name = stripped;
            case "data" -> data.append(stripped).append('\n');
            default -> {
                // a comment, or a field that this client has no use for
            }
        }
    }

    private void endOfEvent(List<ArenaEvent> events) {
        if (!data.isEmpty()) {
            data.setLength(data.length() - 1);
            events.add(ArenaStream.decode(id, name.isEmpty() ? "message" : name, data.toString()));
        }
        id = "";
        name = "";
        data.setLength(0);
    }
}
