package io.agentflux.sandbox.population;

import static io.agentflux.sandbox.population.BehaviourConstant.*;

/**
 * Do idle people leave for good, and do some of the gone come back? The hazard of leaving on an idle day is
 *
 * <pre>
 * h = q h0 (1 + cG absence / (absence + 5)) (1 + cD D + cW W) (1 + 4 cNew / (4 + tenure)) / (1 + cH H)
 * </pre>
 *
 * with the frailty {@code q} of the person. The gone come back with a constant rate, free of old troubles.
 */
final class Churn {

    private static final float WEEK = 7f;
    private static final float HALF_ABSENCE = 5f;
    private static final float NEWCOMER_DAYS = 4f;
    private static final float ABSENCE_ON_RETURN = 3f;

    private final float baseHazard;
    private final float byAbsence;
    private final float byDisappointment;
    private final float byFatigue;
    private final float ofNewcomers;
    private final float habitShield;
    private final float returnRate;

    Churn(BehaviourConstants constants) {
        baseHazard = (float) constants.value(CHURN_HAZARD);
        byAbsence = (float) constants.value(CHURN_BY_ABSENCE);
        byDisappointment = (float) constants.value(CHURN_BY_DISAPPOINTMENT);
        byFatigue = (float) constants.value(CHURN_BY_FATIGUE);
        ofNewcomers = NEWCOMER_DAYS * (float) constants.value(CHURN_OF_NEWCOMERS);
        habitShield = (float) constants.value(CHURN_HABIT_SHIELD);
        returnRate = (float) constants.value(RETURN_RATE);
    }

    void hazard(PersonBlock people, DayScratch day) {
        float[] frailty = people.churnFrailty;
        float[] absence = people.absence;
        float[] disappointment = people.disappointment;
        float[] fatigue = people.fatigue;
        float[] tenure = people.tenure;
        float[] habit = people.habit;
        float[] hazard = day.hazard;
        float h0 = baseHazard;
        float cG = byAbsence;
        float cD = byDisappointment;
        float cW = byFatigue;
        float cNew = ofNewcomers;
        float cH = habitShield;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            hazard[i] = frailty[i]
                    * h0
                    * (1f + cG * absence[i] / (absence[i] + HALF_ABSENCE))
                    * (1f + cD * disappointment[i] + cW * fatigue[i])
                    * (1f + cNew / (NEWCOMER_DAYS + tenure[i]))
                    / (1f + cH * habit[i]);
        }
    }

    /** Draws leaving and returning of the people who did not open the app today. */
    void leaveOrReturn(PersonBlock people, DayScratch day, int today, DaySums sums) {
        float[] present = people.present;
        float[] absence = people.absence;
        float[] hazard = day.hazard;
        int[] idlePeople = day.idlePeople;
        int[] leavingBits = day.leavingBits;
        int activeThisWeek = 0;
        int stillPresent = 0;
        for (int z = 0; z < day.idleCount; z++) {
            int i = idlePeople[z];
            float uniform = (leavingBits[i] & 0xffffffffL) * 0x1p-32f;
            if (present[i] != 0f) {
                stillPresent++;
                if (absence[i] < WEEK) {
                    activeThisWeek++;
                }
                if (uniform < hazard[i]) {
                    present[i] = 0;
                    people.presenceChangedOn[i] = today;
                }
            } else if (uniform < returnRate) {
                comeBack(people, i);
                people.presenceChangedOn[i] = today;
            }
        }
        sums.activeThisWeek += activeThisWeek;
        sums.present += stillPresent;
    }

    private static void comeBack(PersonBlock people, int i) {
        people.present[i] = 1;
        people.absence[i] = ABSENCE_ON_RETURN;
        people.disappointment[i] = PersonBlock.FLOOR;
        people.fatigue[i] = PersonBlock.FLOOR;
        people.streak[i] = 0;
        people.streakSymbol[i] = 0;
    }
}
