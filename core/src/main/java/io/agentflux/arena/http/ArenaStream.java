package io.agentflux.arena.http;

import io.agentflux.arena.http.ArenaEvent.DecisionMade;
import io.agentflux.arena.http.ArenaEvent.Notice;
import io.agentflux.arena.http.ArenaEvent.SignalsComputed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** The frames of a stream of server-sent events: {@code id}, {@code event} and one line of JSON as {@code data}. */
public final class ArenaStream {

    private static final byte[] KEEP_ALIVE = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private ArenaStream() {}

    /** The frame of one event. */
    public static byte[] encode(ArenaEvent event) {
        if (event instanceof SignalsComputed computed) {
            return frame(event.id(), SignalsComputed.NAME, data -> ArenaReplies.write(data, computed.signals()));
        }
        if (event instanceof DecisionMade made) {
            return frame(event.id(), DecisionMade.NAME, data -> WireFormat.write(data, made.decision()));
        }
        Notice notice = (Notice) event;
        return frame(notice.id(), notice.name(), data -> data.members(notice.data()));
    }

    /**
     * The frame of an event whose data is at hand as JSON.
     *
     * @param id the id to resume after, or empty
     * @param name what kind of event it is
     * @param json the data, in UTF-8; a line break, which may only stand between the parts of JSON, becomes a space
     */
    public static byte[] encode(String id, String name, byte[] json) {
        byte[] line = json.clone();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        return frame(id, name, line);
    }

    /** The comment that keeps a silent stream alive, due every {@link ArenaProtocol#STREAM_KEEP_ALIVE}. */
    public static byte[] keepAlive() {
        return KEEP_ALIVE.clone();
    }

    private static byte[] frame(String id, String name, Consumer<JsonWriter> data) {
        return frame(id, name, JsonWriter.object(data));
    }

    private static byte[] frame(String id, String name, byte[] data) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        if (!id.isEmpty()) {
            frame.writeBytes(line("id: ", id));
        }
        frame.writeBytes(line("event: ", name));
        frame.writeBytes("data: ".getBytes(StandardCharsets.UTF_8));
        frame.writeBytes(data);
        frame.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        return frame.toByteArray();
    }

    private static byte[] line(String field, String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the " + field.substring(0, field.length() - 2)
                    + " of an event holds a line break or NUL; keep it on one line");
        }
        return (field + value + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The event that a frame tells. */
    static ArenaEvent decode(String id, String name, String data) {
        return switch (name) {
            case SignalsComputed.NAME -> new SignalsComputed(id, read(data, ArenaReplies::readSignals));
            case DecisionMade.NAME ->
                read(data, WireFormat::readDecision)
                        .<ArenaEvent>map(decision -> new DecisionMade(id, decision))
                        .orElseGet(() -> new Notice(id, name, members(data)));
            default -> new Notice(id, name, members(data));
        };
    }

    private static <T> T read(String data, Function<JsonObject, T> read) {
        return WireFormat.reading(JsonReader.tolerantly(data.getBytes(StandardCharsets.UTF_8)), read);
    }

    private static Map<String, Object> members(String data) {
        try {
            return read(data, JsonObject::members);
        } catch (MalformedMessageException otherForm) {
            return Map.of(Notice.TEXT, data);
        }
    }
}
