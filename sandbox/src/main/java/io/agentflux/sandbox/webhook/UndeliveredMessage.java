package io.agentflux.sandbox.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that is not, or no longer, delivered in the order of the log: it was given up, or is to be delivered again.
 *
 * @param sequence the place of its event in the log
 * @param messageId its id
 * @param type what it tells
 * @param replaying whether it is on its way again; otherwise it waits until somebody asks for that
 * @param since when it was given up or asked for
 * @param lastError why it was given up, null if it was not
 */
public record UndeliveredMessage(
        long sequence,
        String messageId,
        String type,
        boolean replaying,
        Instant since,
        @Nullable String lastError) {

    static UndeliveredMessage givenUp(Message message, Instant now, @Nullable String error) {
        return new UndeliveredMessage(message.sequence(), message.id(), message.type(), false, now, error);
    }

    static UndeliveredMessage toReplay(Message message, Instant now) {
        return new UndeliveredMessage(message.sequence(), message.id(), message.type(), true, now, null);
    }

    UndeliveredMessage replay() {
        return new UndeliveredMessage(sequence, messageId, type, true, since, lastError);
    }
}
