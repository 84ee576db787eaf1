package io.agentflux.sandbox.store;

/** Whether a log is what was written. */
public sealed interface AuditReport {

    /**
     * Every event is as it was written, and none is missing.
     *
     * @param head the last event; noted down elsewhere, it makes later checks stronger
     */
    record Intact(ChainHead head) implements AuditReport {

        @Override
        public String toString() {
            return "intact: " + head.sequence() + " events, head " + head.hash();
        }
    }

    /**
     * Something was changed, removed or inserted.
     *
     * @param sequence the first event that is not as it was written
     * @param reason what is wrong with it
     */
    record Broken(long sequence, String reason) implements AuditReport {

        @Override
        public String toString() {
            return "broken at event " + sequence + ": " + reason;
        }
    }
}
