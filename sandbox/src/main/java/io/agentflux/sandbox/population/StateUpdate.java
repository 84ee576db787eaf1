package io.agentflux.sandbox.population;

import static io.agentflux.sandbox.population.BehaviourConstant.*;

/**
 * What the day leaves behind in people, active ({@code a = 1}) or not ({@code a = 0}):
 *
 * <pre>
 * ov = max(0, effort / capacity - 1)^2
 * W  = wDecay W + a (kW (1 - wDecay) ov / (1 + ov/4) + kPress L z sym)                  fatigue
 * D  = dDecay D + a (kCut L 2 max(0, R - A) / (A + R + R0) + frustration)               disappointment
 *               + (1 - a) (kBreak L z (0.35 + 0.65 sym) + kBreakSym L sym)
 * I  = I + a (etaI (m / (1 + s X2) - I) + competence (1 - I) I - rejection I)           intrinsic motivation
 * R  = R + a rho (XP - R)                                                               reference
 * H  = H + a hUp (1 - H) - (1 - a) hDn H                                                habit
 * X2 = sig (X / X0)^2, X = controlling intensity of the economy                         crowding-out
 * </pre>
 */
final class StateUpdate {

    private static final float MOST_STRAIN = 4f;
    private static final float LEAST_MOTIVATION = .02f;
    private static final float MOST_MOTIVATION = .98f;

    /** Days of streak at which its symbolic value is half of what it can become. */
    static final float HALF_SYMBOL = 7f;

    private final float fatigueMemory;
    private final float fatigueGain;
    private final float streakPressure;
    private final float disappointmentMemory;
    private final float breakStake;
    private final float breakSymbol;
    private final float payCut;
    private final float softening;
    private final float motivationSpeed;
    private final float crowding;
    private final float referenceSpeed;
    private final float habitGain;
    private final float habitLoss;

    StateUpdate(BehaviourConstants constants, DayEconomy economy) {
        double memory = constants.value(FATIGUE_MEMORY);
        fatigueMemory = (float) memory;
        fatigueGain = (float) (constants.value(FATIGUE_GAIN) * (1 - memory));
        streakPressure = (float) constants.value(STREAK_PRESSURE);
        disappointmentMemory = (float) constants.value(DISAPPOINTMENT_MEMORY);
        breakStake = (float) constants.value(STREAK_BREAK_STAKE);
        breakSymbol = (float) constants.value(STREAK_BREAK_SYMBOL);
        payCut = (float) constants.value(PAY_CUT);
        softening = (float) constants.value(REFERENCE_SOFTENING);
        motivationSpeed = (float) constants.value(MOTIVATION_SPEED);
        double control = controllingIntensity(constants, economy) / constants.value(CONTROL_PIVOT);
        crowding = (float) (constants.value(CROWDING) * (control * control));
        referenceSpeed = (float) constants.value(REFERENCE_SPEED);
        habitGain = (float) constants.value(HABIT_GAIN);
        habitLoss = (float) constants.value(HABIT_LOSS);
    }

    private static double controllingIntensity(BehaviourConstants constants, DayEconomy economy) {
        return constants.value(CONTROL_BY_SCAN) * economy.scan
                + constants.value(CONTROL_BY_FEEDBACK) * economy.feedback
                + constants.value(CONTROL_BY_PHOTO) * economy.photo
                + constants.value(CONTROL_BY_ISSUE) * economy.issue
                + constants.value(CONTROL_BY_STATUS) * economy.status
                + constants.value(CONTROL_BY_FIRST_SCAN) * economy.firstScanOfDay
                + constants.value(CONTROL_BY_STREAK) * economy.streakPerDay;
    }

    /** Updates everybody. The order matters: each step reads what the steps before it have not yet changed. */
    void apply(PersonBlock people, DayScratch day) {
        payCut(people, day.anticipation, day.payCut);
        fatigue(people, day);
        disappointment(people, day);
        motivation(people, day);
        referenceAndHabit(people, day);
        streakAndAbsence(people, day);
    }

    private void payCut(PersonBlock people, float[] anticipation, float[] cut) {
        float[] reference = people.reference;
        float[] lossAversion = people.lossAversion;
        float kCut = payCut;
        float soft = softening;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            float gain = anticipation[i] - reference[i];
            cut[i] = kCut * lossAversion[i] * (Math.abs(gain) - gain) / (anticipation[i] + reference[i] + soft);
        }
    }

    private void fatigue(PersonBlock people, DayScratch day) {
        float[] fatigue = people.fatigue;
        float[] inverseCapacity = people.inverseCapacity;
        float[] symbol = people.streakSymbol;
        float[] active = day.active;
        float[] effort = day.effort;
        float[] stake = day.streakStake;
        float memory = fatigueMemory;
        float gain = fatigueGain;
        float pressure = streakPressure;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            float over = effort[i] * inverseCapacity[i] - 1f;
            over = .5f * (over + Math.abs(over));
            over = over * over;
            float w = memory * fatigue[i]
                    + active[i] * (gain * over / (1f + .25f * over) + pressure * stake[i] * symbol[i]);
            fatigue[i] = Math.max(Math.min(MOST_STRAIN, w), PersonBlock.FLOOR);
        }
    }

    private void disappointment(PersonBlock people, DayScratch day) {
        float[] disappointment = people.disappointment;
        float[] lossAversion = people.lossAversion;
        float[] symbol = people.streakSymbol;
        float[] active = day.active;
        float[] frustration = day.frustration;
        float[] cut = day.payCut;
        float[] stake = day.streakStake;
        float memory = disappointmentMemory;
        float byStake = breakStake;
        float bySymbol = breakSymbol;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            float d = memory * disappointment[i]
                    + active[i] * (frustration[i] + cut[i])
                    + (1f - active[i])
                            * (byStake * stake[i] * (.35f + .65f * symbol[i]) + bySymbol * lossAversion[i] * symbol[i]);
            disappointment[i] = Math.max(Math.min(MOST_STRAIN, d), PersonBlock.FLOOR);
        }
    }

    private void motivation(PersonBlock people, DayScratch day) {
        float[] motivation = people.motivation;
        float[] baseline = people.baselineMotivation;
        float[] sensitivity = people.rewardSensitivity;
        float[] active = day.active;
        float[] competence = day.competence;
        float[] rejection = day.rejection;
        float eta = motivationSpeed;
        float x2 = crowding;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            float x = motivation[i];
            float y = x
                    + active[i]
                            * (eta * (baseline[i] / (1f + x2 * sensitivity[i]) - x)
                                    + competence[i] * (1f - x) * x
                                    - rejection[i] * x);
            motivation[i] = Math.max(Math.min(MOST_MOTIVATION, y), LEAST_MOTIVATION);
        }
    }

    private void referenceAndHabit(PersonBlock people, DayScratch day) {
        float[] reference = people.reference;
        float[] habit = people.habit;
        float[] active = day.active;
        float[] pointTenths = day.pointTenths;
        float rho = referenceSpeed;
        float up = habitGain;
        float down = habitLoss;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            reference[i] = reference[i] + active[i] * rho * (.1f * pointTenths[i] - reference[i]);
            float h = habit[i] + active[i] * up * (1f - habit[i]) - (1f - active[i]) * down * habit[i];
            habit[i] = Math.max(h, PersonBlock.FLOOR);
        }
    }

    private void streakAndAbsence(PersonBlock people, DayScratch day) {
        float[] streak = people.streak;
        float[] symbol = people.streakSymbol;
        float[] absence = people.absence;
        float[] tenure = people.tenure;
        float[] active = day.active;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            float a = active[i];
            float k = a * (streak[i] + 1f);
            streak[i] = k;
            symbol[i] = k / (k + HALF_SYMBOL);
            absence[i] = (1f - a) * (absence[i] + 1f);
            tenure[i] = tenure[i] + 1f;
        }
    }
}
