package io.agentflux.sandbox.http;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.http.ArenaProtocol;
import io.agentflux.arena.http.ArenaReplies;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** What a request is answered with. Immutable. */
public final class Reply {

    static final byte[] NO_BYTES = {};

    private final int status;
    private final String contentType;
    private final byte[] bytes;
    private final @Nullable Flux<byte[]> stream;
    private final boolean isEndless;
    private final Map<String, String> headers;
    private final @Nullable ConfigResult update;

    private Reply(
            int status,
            String contentType,
            byte[] bytes,
            @Nullable Flux<byte[]> stream,
            boolean isEndless,
            Map<String, String> headers,
            @Nullable ConfigResult update) {
        this.status = status;
        this.contentType = contentType;
        this.bytes = bytes;
        this.stream = stream;
        this.isEndless = isEndless;
        this.headers = headers;
        this.update = update;
    }

    /** A success in the protocol's envelope, as {@link ArenaReplies} encodes them. */
    public static Reply ok(byte[] body) {
        return of(200, ArenaProtocol.JSON, body);
    }

    /** A success without data. */
    public static Reply empty() {
        return ok(ArenaReplies.encodeEmpty());
    }

    /** What became of an update. */
    public static Reply of(ConfigResult update) {
        byte[] body = ArenaReplies.encode(update);
        return new Reply(200, ArenaProtocol.JSON, body, null, false, Map.of(), update);
    }

    /**
     * A failure in the protocol's envelope.
     *
     * @param status the HTTP status, from 400
     * @param error what is wrong and what would be right, as a sentence for the sender
     */
    public static Reply failure(int status, String error) {
        return of(status, ArenaProtocol.JSON, ArenaReplies.encodeError(error));
    }

    /** Any reply whose body is known. */
    public static Reply of(int status, String contentType, byte[] body) {
        return new Reply(status, contentType, body, null, false, Map.of(), null);
    }

    /**
     * A success whose body is sent piece by piece.
     *
     * @param pieces cold; subscribed to once, asked for more as fast as the client reads, and cancelled if it hangs up. An error
     *     ends the connection, since the status has been sent by then
     */
    public static Reply streaming(String contentType, Flux<byte[]> pieces) {
        return new Reply(200, contentType, NO_BYTES, pieces, false, Map.of(), null);
    }

    /**
     * A stream of server-sent events, as {@link io.agentflux.arena.http.ArenaStream} encodes them. As {@link #streaming}, but it
     * ends when the server stops.
     */
    public static Reply events(Flux<byte[]> frames) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", "no-store, no-transform");
        // nginx and those who follow it collect what comes unless they are told
        headers.put("X-Accel-Buffering", "no");
        return new Reply(200, ArenaProtocol.EVENT_STREAM, NO_BYTES, frames, true, headers, null);
    }

    /** The same reply with one more header. */
    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, bytes, stream, isEndless, more, update);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    String contentType() {
        return contentType;
    }

    /** The body, empty if it is streamed. */
    byte[] bytes() {
        return bytes;
    }

    @Nullable Flux<byte[]> stream() {
        return stream;
    }

    boolean isEndless() {
        return isEndless;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** The update that the body tells of, for the log of requests. */
    @Nullable ConfigResult update() {
        return update;
    }
}
