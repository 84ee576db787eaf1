package io.agentflux.sandbox.store;

/** One of the things that a commit does. */
public sealed interface Change {

    /**
     * Adds an event to the log, unless one of its type and id is already there in its experiment.
     *
     * @param event the event
     */
    record Append(ExperimentEvent event) implements Change {}

    /**
     * Stores a document if the version before it is what is stored: version 1 if there is none, version 8 in place of 7.
     * Storing what is already stored changes nothing, so a commit can be tried again.
     *
     * @param document the document
     */
    record Put(Document document) implements Change {}

    /**
     * Stores a document whatever was there before; its version counts on.
     *
     * @param kind what it is
     * @param id its id
     * @param body its state, as JSON text
     */
    record Overwrite(String kind, String id, String body) implements Change {

        /** Refuses what a document would refuse. */
        public Overwrite {
            Document.of(kind, id, body);
        }
    }

    /**
     * Removes a document if it is there.
     *
     * @param kind what it is
     * @param id its id
     */
    record Remove(String kind, String id) implements Change {}
}
