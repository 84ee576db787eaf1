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

    static final int MOST_BYTES_DRAINED = 1 << 20;
    private static final int LONGEST_LENGTH = 18;

    private final int mostBytes;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(256);
    private long received;

    private RequestBody(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * Refuses a body so long that it is not even worth reading to its end.
     *
     * @param isAwaited whether the sender waits for a word before it sends the body: then one that is too long need not come
     */
    static void requireLength(String contentLength, boolean isAwaited, int mostBytes) {
        long mostRead = isAwaited ? mostBytes : (long) mostBytes + MOST_BYTES_DRAINED;
        // longer than this, and it is no number that a body has in bytes
        if (contentLength.length() > LONGEST_LENGTH
                || (!contentLength.isEmpty() && Long.parseLong(contentLength) > mostRead)) {
            throw tooLong(mostBytes);
        }
    }

    /** Reads a body; the error is a {@link RefusedRequest} if it is too long. */
    static Mono<byte[]> read(ByteBufFlux content, int mostBytes) {
        return content.collect(() -> new RequestBody(mostBytes), RequestBody::add)
                .map(RequestBody::bytes);
    }

    private void add(ByteBuf part) {
        received += part.readableBytes();
        if (received > (long) mostBytes + MOST_BYTES_DRAINED) {
            throw tooLong(mostBytes);
        }
        if (received <= mostBytes) {
            byte[] bytes = new byte[part.readableBytes()];
            part.readBytes(bytes);
            kept.writeBytes(bytes);
        }
    }

    private byte[] bytes() {
        if (received > mostBytes) {
            throw tooLong(mostBytes);
        }
        return kept.toByteArray();
    }

    private static RefusedRequest tooLong(int mostBytes) {
        return new RefusedRequest(413, "The body is longer than " + mostBytes + " bytes; send less.")
                .with("Connection", "close");
    }
}
