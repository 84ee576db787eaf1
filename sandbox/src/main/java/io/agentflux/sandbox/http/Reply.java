package io.agentflux.sandbox.http;

import io.agentflux.arena.http.ArenaReplies;
import java.util.Map;

/** What a request is answered with. */
final class Reply {

    private final int status;
    private final byte[] body;
    private final Map<String, String> headers;

    private Reply(int status, byte[] body, Map<String, String> headers) {
        this.status = status;
        this.body = body;
        this.headers = headers;
    }

    static Reply ok(byte[] body) {
        return new Reply(200, body, Map.of());
    }

    static Reply empty() {
        return ok(ArenaReplies.encodeEmpty());
    }

    static Reply failure(int status, String error) {
        return new Reply(status, ArenaReplies.encodeError(error), Map.of());
    }

    Reply with(String header, String value) {
        return new Reply(status, body, Map.of(header, value));
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }
}
