package io.agentflux.sandbox.http;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/**
 * A body as it arrives. What exceeds the limit is read and thrown away, so that the sender, who reads no answer before it has
 * sent everything, gets to know why; a body many times as long ends the connection.
 */
final class RequestBody {

    static final int MOST_BYTES = 64 * 1024;
    static final int MOST_BYTES_DRAINED = 16 * MOST_BYTES;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(256);
    private long received;

    private RequestBody() {}

    /** Reads a body; the error is a {@link RefusedRequest} if it is too long. */
    static Mono<byte[]> read(ByteBufFlux content) {
        return content.collect(RequestBody::new, RequestBody::add).map(RequestBody::bytes);
    }

    private void add(ByteBuf part) {
        received += part.readableBytes();
        if (received > MOST_BYTES_DRAINED) {
            throw tooLong();
        }
        if (received <= MOST_BYTES) {
            byte[] bytes = new byte[part.readableBytes()];
            part.readBytes(bytes);
            kept.writeBytes(bytes);
        }
    }

    private byte[] bytes() {
        if (received > MOST_BYTES) {
            throw tooLong();
        }
        return kept.toByteArray();
    }

    static RefusedRequest tooLong() {
        return new RefusedRequest(413, "The body is longer than " + MOST_BYTES + " bytes; send less.");
    }
}
