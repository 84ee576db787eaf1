package io.agentflux.sandbox.store;

/**
 * An event with its place in the log.
 *
 * @param sequence its number in the whole store, from 1 without gaps
 * @param event what happened
 * @param hash SHA-256 over the event, its sequence number and the hash of the event before it; 64 lower-case hex digits
 */
public record StoredEvent(long sequence, ExperimentEvent event, String hash) {

    /** The end of the log if this event is its last. */
    ChainHead asHead() {
        return new ChainHead(sequence, hash);
    }
}
