package io.agentflux.sandbox.population;

import java.util.Map;

/** Something that happens to the world of a scenario on its own. */
public sealed interface ScenarioEvent {

    /**
     * From a day on people behave differently.
     *
     * @param fromDay the first day
     * @param constants the constants that change; constants that say who people are have no effect
     */
    record Change(int fromDay, Map<BehaviourConstant, Double> constants) implements ScenarioEvent {

        /** Copies the constants and refuses values outside the limits of their units. */
        public Change {
            constants = Map.copyOf(constants);
            constants.forEach(BehaviourConstants::checked);
        }
    }

    /**
     * The app is down: nobody acts, streaks are frozen.
     *
     * @param fromDay the first day
     * @param untilDay the first day on which it works again
     */
    record Outage(int fromDay, int untilDay) implements ScenarioEvent {

        /** Refuses an outage that ends before it starts. */
        public Outage {
            if (untilDay < fromDay) {
                throw new IllegalArgumentException(
                        "The outage from day " + fromDay + " ends on day " + untilDay + "; let it end later");
            }
        }
    }

    /**
     * The odds of opening follow a sine: {@code 1 + amplitude sin(2 pi day / period)}.
     *
     * @param periodDays the period
     * @param amplitude the amplitude, from 0 to less than 1
     */
    record Season(int periodDays, double amplitude) implements ScenarioEvent {

        /** Refuses a period below one day and an amplitude that makes odds negative. */
        public Season {
            if (periodDays < 1 || !(amplitude >= 0 && amplitude < 1)) {
                throw new IllegalArgumentException("A season of " + periodDays + " days with amplitude " + amplitude
                        + " has no meaning; give at least one day and an amplitude in [0, 1)");
            }
        }

        double factor(int day) {
            return 1 + amplitude * StrictMath.sin(2 * Math.PI * Math.floorMod(day, periodDays) / periodDays);
        }
    }
}
