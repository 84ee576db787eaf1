package io.agentflux.config;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Something that happens to a world on its own, as a file describes it. Days are counted from 0, the first one on which agents act. */
public sealed interface EventSpec {

    /**
     * From a day on people behave differently.
     *
     * @param fromDay the first day
     * @param constants the constants that change, by name
     */
    record Change(int fromDay, Map<String, Double> constants) implements EventSpec {

        /** Copies the constants, in alphabetical order. */
        public Change {
            constants = Collections.unmodifiableMap(new TreeMap<>(constants));
        }
    }

    /**
     * The app is down, and streaks are frozen.
     *
     * @param fromDay the first day
     * @param untilDay the first day on which it works again
     */
    record Outage(int fromDay, int untilDay) implements EventSpec {}

    /**
     * The odds of opening the app follow a sine.
     *
     * @param periodDays its period
     * @param amplitude its amplitude, from 0 to less than 1
     */
    record Season(int periodDays, double amplitude) implements EventSpec {}
}
