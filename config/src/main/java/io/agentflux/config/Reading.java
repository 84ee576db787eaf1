package io.agentflux.config;

import java.util.ArrayList;
import java.util.List;

/**
 * What reading a file gave: a value, or everything that is wrong with the file.
 *
 * @param <T> what the file describes
 */
public sealed interface Reading<T> {

    /**
     * The file is right.
     *
     * @param value what it describes
     * @param <T> its type
     */
    record Valid<T>(T value) implements Reading<T> {}

    /**
     * The file is wrong.
     *
     * @param problems the first mistakes in the order of the file, at least one and at most 50
     * @param omitted how many more there are
     * @param <T> what the file should have described
     */
    record Invalid<T>(List<Problem> problems, int omitted) implements Reading<T> {

        /** Copies the list. */
        public Invalid {
            problems = List.copyOf(problems);
        }

        /** A line for each mistake, and one more if there are others. */
        public List<String> messages() {
            List<String> messages =
                    new ArrayList<>(problems.stream().map(Problem::toString).toList());
            if (omitted > 0) {
                messages.add("... and " + omitted + " more");
            }
            return messages;
        }
    }
}
