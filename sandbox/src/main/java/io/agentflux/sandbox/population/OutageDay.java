package io.agentflux.sandbox.population;

import static io.agentflux.sandbox.population.BehaviourConstant.*;

/** A day on which the app is down: nobody acts, streaks are frozen, absence grows, troubles and habit fade. */
final class OutageDay {

    private static final float ANNOYANCE = .04f;
    private static final float MOST_DISAPPOINTMENT = 4f;
    private static final float WEEK = 7f;

    private final float disappointmentMemory;
    private final float fatigueMemory;
    private final float habitLoss;

    OutageDay(BehaviourConstants constants) {
        disappointmentMemory = (float) constants.value(DISAPPOINTMENT_MEMORY);
        fatigueMemory = (float) constants.value(FATIGUE_MEMORY);
        habitLoss = (float) constants.value(HABIT_LOSS);
    }

    void play(PersonBlock people, DaySums sums) {
        for (int i = 0; i < people.size(); i++) {
            if (people.present[i] == 0) {
                continue;
            }
            people.absence[i]++;
            people.disappointment[i] =
                    Math.min(MOST_DISAPPOINTMENT, disappointmentMemory * people.disappointment[i] + ANNOYANCE);
            people.fatigue[i] *= fatigueMemory;
            people.habit[i] = Math.max(PersonBlock.FLOOR, people.habit[i] - habitLoss * people.habit[i]);
            sums.present++;
            sums.streakDays += (int) people.streak[i];
            if (people.absence[i] < WEEK) {
                sums.activeThisWeek++;
            }
        }
    }
}
