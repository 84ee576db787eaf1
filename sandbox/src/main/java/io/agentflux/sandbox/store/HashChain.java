package io.agentflux.sandbox.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Links each event to the one before it. The hash of an event is SHA-256 over, in this order: the 32 bytes of the previous
 * hash (zeros before the first event), the sequence number (8 bytes), the timestamp (8 bytes of epoch seconds, 4 of
 * nanoseconds), and experiment, variant, type, id, outcome and body, each as the length of its UTF-8 form (4 bytes, -1 for
 * null) and that form. All numbers are big-endian. Not safe for use by several threads at once.
 */
final class HashChain {

    private static final HexFormat HEX = HexFormat.of();

    private final MessageDigest sha256;
    private ByteBuffer buffer = ByteBuffer.allocate(4096);

    HashChain() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java platform has no SHA-256, which it must have", impossible);
        }
    }

    StoredEvent link(ChainHead previous, ExperimentEvent event) {
        long sequence = previous.sequence() + 1;
        return new StoredEvent(sequence, event, hash(previous.hash(), sequence, event));
    }

    String hash(String previousHash, long sequence, ExperimentEvent event) {
        Instant timestamp = event.timestamp();
        buffer.clear();
        buffer.put(HEX.parseHex(previousHash));
        buffer.putLong(sequence);
        buffer.putLong(timestamp.getEpochSecond()).putInt(timestamp.getNano());
        put(event.experimentId());
        put(event.variantId());
        put(event.type());
        put(event.id());
        put(event.outcome());
        put(event.body());
        sha256.update(buffer.flip());
        return HEX.formatHex(sha256.digest());
    }

    private void put(@Nullable String text) {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        if (buffer.remaining() < Integer.BYTES + bytes.length) {
            int enough = 2 * (buffer.position() + Integer.BYTES + bytes.length);
            buffer = ByteBuffer.allocate(enough).put(buffer.flip());
        }
        buffer.putInt(text == null ? -1 : bytes.length).put(bytes);
    }
}
