package io.agentflux.sandbox.http;

import io.agentflux.arena.http.ArenaProtocol;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;

/**
 * One operation of the server: which requests it answers, who may ask, and what it takes. Immutable; the methods return changed
 * copies.
 */
public final class Route {

    /** How many bytes a body may have unless the route says otherwise. */
    public static final int USUAL_BODY_BYTES = 64 * 1024;

    private final String method;
    private final PathTemplate path;
    private final Access access;
    private final Operation operation;
    private final List<String> mediaTypes;
    private final int mostBodyBytes;

    private Route(
            String method,
            PathTemplate path,
            Access access,
            Operation operation,
            List<String> mediaTypes,
            int mostBodyBytes) {
        this.method = method;
        this.path = path;
        this.access = access;
        this.operation = operation;
        this.mediaTypes = mediaTypes;
        this.mostBodyBytes = mostBodyBytes;
    }

    /**
     * A route that takes bodies of JSON, if any.
     *
     * @param method the method in upper case; of PUT and POST the body is read
     * @param path the path, compared as it is sent; a segment in braces, such as {@code {id}}, stands for any segment that is
     *     not empty
     */
    public static Route of(String method, String path, Access access, Operation operation) {
        return new Route(
                method, PathTemplate.of(path), access, operation, List.of(ArenaProtocol.JSON), USUAL_BODY_BYTES);
    }

    /** A route for {@code GET}, and for {@code HEAD}, which is answered by the same without the body; see {@link #of}. */
    public static Route get(String path, Access access, Operation operation) {
        return of("GET", path, access, operation);
    }

    /** A route for {@code PUT}; see {@link #of}. */
    public static Route put(String path, Access access, Operation operation) {
        return of("PUT", path, access, operation);
    }

    /** A route for {@code POST}; see {@link #of}. */
    public static Route post(String path, Access access, Operation operation) {
        return of("POST", path, access, operation);
    }

    /** A route for {@code DELETE}; see {@link #of}. */
    public static Route delete(String path, Access access, Operation operation) {
        return of("DELETE", path, access, operation);
    }

    /** Takes bodies of these media types, in lower case, instead of JSON; others are answered by status 415. */
    public Route consuming(String... types) {
        return new Route(method, path, access, operation, List.of(types), mostBodyBytes);
    }

    /** Takes bodies of up to so many bytes; longer ones are answered by status 413. */
    public Route withBodyUpTo(int bytes) {
        return new Route(method, path, access, operation, mediaTypes, bytes);
    }

    String method() {
        return method;
    }

    PathTemplate path() {
        return path;
    }

    Access access() {
        return access;
    }

    Operation operation() {
        return operation;
    }

    int mostBodyBytes() {
        return mostBodyBytes;
    }

    boolean hasBody() {
        return method.equals("PUT") || method.equals("POST");
    }

    /** Refuses a body of another media type; one that says nothing is taken for what is expected. */
    void requireMediaType(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = (parameters < 0 ? contentType : contentType.substring(0, parameters)).strip();
        if (!type.isEmpty() && !mediaTypes.contains(type.toLowerCase(Locale.ROOT))) {
            throw new RefusedRequest(
                    415, "The body is of type '" + type + "'; send " + String.join(" or ", mediaTypes) + ".");
        }
    }

    /** Refuses a body that is compressed, for good or for the way. */
    static void requirePlain(HttpHeaders headers) {
        String contentEncoding = headers.get(HttpHeaderNames.CONTENT_ENCODING, "");
        if (!contentEncoding.isEmpty() && !contentEncoding.equalsIgnoreCase("identity")) {
            throw new RefusedRequest(
                    415,
                    "The body is encoded by '" + contentEncoding + "'; send it as it is, without Content-Encoding.");
        }
        for (String transferCoding : headers.getAll(HttpHeaderNames.TRANSFER_ENCODING)) {
            if (!transferCoding.equalsIgnoreCase("chunked")) {
                throw new RefusedRequest(
                        415, "The body is transferred as '" + transferCoding + "'; send it as it is, or chunked.");
            }
        }
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
