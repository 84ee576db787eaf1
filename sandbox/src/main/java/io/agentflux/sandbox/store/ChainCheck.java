package io.agentflux.sandbox.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows a chain event by event and tells where it breaks. Asked of one thread at a time. */
final class ChainCheck {

    private final HashChain chain = new HashChain();
    private final @Nullable ChainHead anchor;
    private ChainHead head = ChainHead.EMPTY;

    /** @param anchor an end that the log had once, noted down elsewhere */
    ChainCheck(@Nullable ChainHead anchor) {
        this.anchor = anchor;
    }

    /** What is wrong with the next event, if anything. */
    Optional<AuditReport.Broken> next(StoredEvent stored) {
        long expected = head.sequence() + 1;
        if (stored.sequence() > expected) {
            return broken(
                    expected, "it is missing: event " + stored.sequence() + " comes after event " + head.sequence());
        }
        if (stored.sequence() < expected) {
            return broken(stored.sequence(), "it comes again, or out of order, after event " + head.sequence());
        }
        if (!stored.hash().equals(chain.hash(head.hash(), expected, stored.event()))) {
            return broken(expected, "it, or its link to the event before it, was changed");
        }
        head = stored.asHead();
        if (anchor != null && anchor.sequence() == expected && !anchor.equals(head)) {
            return broken(expected, "it, or an event before it, is not what the given head was taken from");
        }
        return Optional.empty();
    }

    /** What the whole log is worth if its last event was the one asked about last. */
    AuditReport end(ChainHead recorded) {
        if (recorded.sequence() > head.sequence()) {
            return new AuditReport.Broken(
                    head.sequence() + 1,
                    "it is missing, and all after it: the log ended with event " + recorded.sequence());
        }
        if (!recorded.equals(head)) {
            return new AuditReport.Broken(
                    Math.max(recorded.sequence(), 1),
                    "the recorded end of the log, event " + recorded.sequence()
                            + ", is not the end that is there, event " + head.sequence());
        }
        if (anchor != null && anchor.sequence() > head.sequence()) {
            return new AuditReport.Broken(
                    head.sequence() + 1, "it is missing: the given head is of event " + anchor.sequence());
        }
        return new AuditReport.Intact(head);
    }

    /** The number of the event that is wanted next. */
    long expected() {
        return head.sequence() + 1;
    }

    private static Optional<AuditReport.Broken> broken(long sequence, String reason) {
        return Optional.of(new AuditReport.Broken(sequence, reason));
    }
}
