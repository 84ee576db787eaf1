package io.agentflux.sandbox.store;

/** Why nothing can be kept at the moment. */
public enum Obstacle {
    /** The disk has no room. */
    FULL("The disk of the store is full; the sandbox goes on by itself when there is room."),
    /** The database does not answer. */
    AWAY("The database of the store cannot be reached; the sandbox goes on by itself when it is back."),
    /** Changes are refused for another reason, which may pass. */
    REFUSED(
            "The store takes no changes, and the log of the sandbox tells why; it goes on by itself when that is over."),
    /** What is being written takes unusually long. */
    SLOW("The store has not finished a write for more than 5 seconds: look at its disk or its database."),
    /** More comes in than can be written, and that for some time. */
    OVERLOADED("The store has refused changes for more than 5 seconds, because more come than it can write:"
            + " take a faster disk, or fewer agents."),
    /** Nothing is kept any more. */
    FAILED("The store has failed: look at its disk, then start the sandbox again.");

    private final String sentence;

    Obstacle(String sentence) {
        this.sentence = sentence;
    }

    /** What is the matter and what helps, for everybody: it names neither files nor machines. */
    public String sentence() {
        return sentence;
    }
}
