package io.agentflux.sandbox.store;

/**
 * Something that is kept in its latest state only, such as an experiment's set-up or a webhook subscription.
 *
 * @param kind what it is; a short word such as {@code experiment}
 * @param id unique among the documents of its kind
 * @param version counts its states, from 1
 * @param body its state, as JSON text that the store does not look into
 */
public record Document(String kind, String id, long version, String body) {

    /** How long an id may be, in characters: enough for two names. */
    public static final int MAXIMUM_ID_LENGTH = 2 * ExperimentEvent.MAXIMUM_NAME_LENGTH + 16;

    /** Refuses names and text that some database could not keep as they are. */
    public Document {
        ExperimentEvent.requireName("kind", kind);
        ExperimentEvent.requireName("id", id, MAXIMUM_ID_LENGTH);
        if (version < 1) {
            throw new IllegalArgumentException("version is " + version + "; the first is 1");
        }
        ExperimentEvent.requireText("body", body, ExperimentEvent.MAXIMUM_BODY_LENGTH);
    }

    /** The first version of a document. */
    public static Document of(String kind, String id, String body) {
        return new Document(kind, id, 1, body);
    }

    /** The next version of this document. */
    public Document next(String body) {
        return new Document(kind, id, version + 1, body);
    }
}
