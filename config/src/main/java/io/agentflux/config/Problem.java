package io.agentflux.config;

/**
 * A mistake in a file: where it is, what was found and what would be right.
 *
 * @param file the file as it was named
 * @param line the line, from 1; 0 if the whole file is meant
 * @param column the column in characters, from 1; 0 if the whole file is meant
 * @param message what is wrong and what to do about it, in one line
 */
public record Problem(String file, int line, int column, String message) {

    /** The form editors and terminals can jump to: {@code file:line:column: message}. */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
    }
}
