package io.agentflux.sandbox.population;

import static io.agentflux.sandbox.population.BehaviourConstant.*;

/**
 * How many scans does an active person make? One, and a negative binomial number more with the mean
 *
 * <pre>
 * lump = w1 * firstScanOfDayXp + lumpK * b                   what is paid whatever the number
 * r    = scanDailyCap / (rG (lam + 1)),  hump(r) = 2 r / (1 + r^2)
 * mu   = lam (1 + s hS) (1 + kG gs hump(r)) (lump + lam g + 1) / ((1 + kT) lump + lam g + 1) / (1 + W/2)
 * hS   = kS ((S / (S + S0)) / (10 / (10 + S0)) - 1)          effect of scan pay S, 0 at 10 points
 * </pre>
 *
 * Pay per scan raises the number with diminishing returns, a cap pulls hardest when it is just within reach, and the
 * larger the part of today's points that is a lump sum, the sooner people stop.
 */
final class Scanning {

    private final float pay;
    private final float capPull;
    private final float capInReach;
    private final float firstScan;
    private final float bonusLump;
    private final float targeting;
    private final float pointsPerScan;

    Scanning(BehaviourConstants constants, DayEconomy economy) {
        double half = constants.value(SCAN_PAY_HALF_POINT);
        pay = (float)
                (constants.value(SCAN_PAY_PULL) * ((economy.scan / (economy.scan + half)) / (10 / (10 + half)) - 1));
        capPull = 2f * (float) constants.value(SCAN_CAP_PULL);
        capInReach = (float) (economy.scanCap / constants.value(CAP_REACH));
        firstScan = economy.firstScanLump;
        bonusLump = (float) constants.value(STREAK_BONUS_LUMP);
        targeting = 1f + (float) constants.value(INCOME_TARGETING);
        pointsPerScan = economy.pointsPerScan;
    }

    /** Works out the expected extra scans of everybody, which is cheaper than gathering the active. */
    void expect(PersonBlock people, DayScratch day) {
        float[] extraScans = people.extraScans;
        float[] sensitivity = people.rewardSensitivity;
        float[] steerability = people.steerability;
        float[] inverseScans = people.inverseScans;
        float[] fatigue = people.fatigue;
        float[] bonus = day.streakBonus;
        float[] expected = day.expectedScans;
        float hS = pay;
        float kG2 = capPull;
        float cap = capInReach;
        float first = firstScan;
        float lumpK = bonusLump;
        float kT1 = targeting;
        float perScan = pointsPerScan;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            float earned = extraScans[i] * perScan + 1f;
            float lump = first + lumpK * bonus[i];
            float r = cap * inverseScans[i];
            float r2 = 1f + r * r;
            expected[i] = extraScans[i]
                    * (1f + sensitivity[i] * hS)
                    * (r2 + kG2 * steerability[i] * r)
                    * (lump + earned)
                    / ((kT1 * lump + earned) * (1f + .5f * fatigue[i]) * r2);
        }
    }

    /** Draws the scans that active people want to make, before any cap. */
    static void draw(PersonBlock people, DayScratch day, long dayOffset) {
        long[] key = people.key;
        int[] activePeople = day.activePeople;
        float[] expected = day.expectedScans;
        int[] rawScans = day.rawScans;
        for (int z = 0; z < day.activeCount; z++) {
            int i = activePeople[z];
            long word = RandomWords.mix(key[i] + dayOffset + RandomWords.SCANS);
            rawScans[z] = 1 + NegativeBinomial.draw(expected[i], (int) (word >>> 32), (int) (word & 0xffff));
        }
    }
}
