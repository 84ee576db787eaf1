package io.agentflux.sandbox.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request whose token was checked. The body is empty unless the method has one. */
final class Call {

    private final Grant grant;
    private final String path;
    private final Map<String, List<String>> query;
    private final byte[] body;
    private final @Nullable String idempotencyKey;

    Call(Grant grant, String path, Map<String, List<String>> query, byte[] body, @Nullable String idempotencyKey) {
        this.grant = grant;
        this.path = path;
        this.query = query;
        this.body = body;
        this.idempotencyKey = idempotencyKey;
    }

    Grant grant() {
        return grant;
    }

    String path() {
        return path;
    }

    Map<String, List<String>> query() {
        return query;
    }

    byte[] body() {
        return body;
    }

    @Nullable String idempotencyKey() {
        return idempotencyKey;
    }
}
