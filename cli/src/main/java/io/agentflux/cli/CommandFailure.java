package io.agentflux.cli;

import java.io.Serial;
import java.util.List;

/** A command that cannot go on, with what to tell the person. */
final class CommandFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient List<String> messages;

    CommandFailure(int exitCode, List<String> messages) {
        super(String.join("\n", messages));
        this.exitCode = exitCode;
        this.messages = List.copyOf(messages);
    }

    int exitCode() {
        return exitCode;
    }

    List<String> messages() {
        return messages;
    }
}
