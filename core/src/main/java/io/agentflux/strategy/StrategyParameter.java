package io.agentflux.strategy;

import java.util.List;

/** A setting of a strategy that a file or a person may choose. */
public sealed interface StrategyParameter {

    /** Its key: lower case with dashes. */
    String name();

    /** One sentence: what it changes, and its unit if it has one. */
    String description();

    /**
     * A number in a closed range.
     *
     * @param name the key
     * @param description what it changes
     * @param defaultValue the value where none is given
     * @param minimum the smallest permitted value
     * @param maximum the largest permitted value
     */
    record Quantity(String name, String description, double defaultValue, double minimum, double maximum)
            implements StrategyParameter {

        /** Refuses a default outside the range. */
        public Quantity {
            if (!(minimum <= defaultValue && defaultValue <= maximum)) {
                throw new IllegalArgumentException("the default of '" + name + "' is " + defaultValue
                        + ", outside its range " + minimum + " to " + maximum);
            }
        }
    }

    /**
     * One of a few words.
     *
     * @param name the key
     * @param description what it changes
     * @param defaultValue the word where none is given
     * @param choices the permitted words
     */
    record Choice(String name, String description, String defaultValue, List<String> choices)
            implements StrategyParameter {

        /** Refuses a default that is no choice; copies the choices. */
        public Choice {
            choices = List.copyOf(choices);
            if (!choices.contains(defaultValue)) {
                throw new IllegalArgumentException(
                        "the default of '" + name + "' is '" + defaultValue + "', which is not one of " + choices);
            }
        }
    }

    /**
     * Economies to choose from: one of a few ready sets by its word, or the user's own as a map from the name of each to the
     * values it sets by wire name.
     *
     * @param name the key
     * @param description what they are for
     * @param defaultValue the word where none is given
     * @param choices the permitted words
     */
    record Economies(String name, String description, String defaultValue, List<String> choices)
            implements StrategyParameter {

        /** The fewest economies among which there is a choice. */
        public static final int FEWEST = 2;

        /** Refuses a default that is no choice; copies the choices. */
        public Economies {
            choices = List.copyOf(choices);
            if (!choices.contains(defaultValue)) {
                throw new IllegalArgumentException(
                        "the default of '" + name + "' is '" + defaultValue + "', which is not one of " + choices);
            }
        }
    }
}
