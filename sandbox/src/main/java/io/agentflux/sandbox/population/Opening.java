package io.agentflux.sandbox.population;

import static io.agentflux.sandbox.population.BehaviourConstant.*;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import java.util.Arrays;

/**
 * Does a person open the app today? With odds {@code O} for and resistance {@code Q} against, the probability is
 * {@code O / (O + Q)}.
 *
 * <pre>
 * b   = min(streakBonusPerDay * streak, streakBonusCap)          bonus payable today
 * z   = b / (b + R/2 + 1)                                        stake relative to the usual pay R of a day
 * A   = w1 * firstScanOfDayXp + b + min(lam + 1, scanDailyCap) g anticipated points of an active day
 * v   = 2 (A - R) / (A + R + R0), times the loss aversion L if A &lt; R
 * pay = max(1/4, 1 + s (1 - H/2) (kRel v + kAbs A / (A + A50) + hook))
 * O   = o * week * (1 + kH H) * pay * (1 + kZ L z + kSym sym) * (1 - kI + kI I/m) * (1 + kM gs (progress/target)^2)
 * Q   = (1 + W) * (1 + kD D) * (1 + kGap min(absence, 40))
 * </pre>
 */
final class Opening {

    /** What a plain week is like: all-week people on working days, weekday people on working days. */
    private static final double WORKING_DAY_OTHERS = 1.02;

    private static final double WORKING_DAY_WEEKDAY = 1.22;

    private static final float LEAST_PAY = .25f;
    private static final float LONGEST_ABSENCE = 40f;

    private final float streakBonusPerDay;
    private final float streakBonusCap;
    private final float firstScan;
    private final float scanCap;
    private final float pointsPerScan;
    private final float hook;
    private final float weekOthers;
    private final float weekWeekdayExtra;
    private final float relativePull;
    private final float absolutePull;
    private final float halfPoint;
    private final float softening;
    private final float stakePull;
    private final float symbolPull;
    private final float habitPull;
    private final float motivationPull;
    private final float motivationRest;
    private final float missionPull;
    private final float disappointmentResistance;
    private final float absenceResistance;

    /**
     * @param climate multiplies the odds of everybody today: season, novelty, confusion, company
     * @param weekend whether it is Saturday or Sunday
     */
    Opening(BehaviourConstants constants, DayEconomy economy, double climate, boolean weekend) {
        double firstScanXp = economy.firstScanOfDay;
        double firstScanHalf = constants.value(FIRST_SCAN_HALF_POINT);
        double firstScanDefault = Economy.defaults().value(EconomyParameter.FIRST_SCAN_OF_DAY_XP);
        hook = (float) (constants.value(FIRST_SCAN_HOOK)
                        * (firstScanXp / (firstScanXp + firstScanHalf)
                                - firstScanDefault / (firstScanDefault + firstScanHalf))
                - .5 * constants.value(ABSOLUTE_REWARD_PULL));
        streakBonusPerDay = (float) economy.streakPerDay;
        streakBonusCap = (float) economy.streakCap;
        firstScan = economy.firstScanLump;
        scanCap = economy.scanCap;
        pointsPerScan = economy.pointsPerScan;

        double others = climate * (weekend ? constants.value(WEEKEND_ODDS_OTHERS) : WORKING_DAY_OTHERS);
        double weekday = climate * (weekend ? constants.value(WEEKEND_ODDS_WEEKDAY) : WORKING_DAY_WEEKDAY);
        weekOthers = (float) others;
        weekWeekdayExtra = (float) (weekday - others);

        relativePull = 2f * (float) constants.value(RELATIVE_REWARD_PULL);
        absolutePull = (float) constants.value(ABSOLUTE_REWARD_PULL);
        halfPoint = (float) constants.value(REWARD_HALF_POINT);
        softening = (float) constants.value(REFERENCE_SOFTENING);
        stakePull = (float) constants.value(STREAK_STAKE_PULL);
        symbolPull = (float) constants.value(STREAK_SYMBOL_PULL);
        habitPull = (float) constants.value(HABIT_PULL);
        motivationPull = (float) constants.value(MOTIVATION_PULL);
        motivationRest = 1f - motivationPull;
        missionPull = (float) constants.value(MISSION_PULL);
        disappointmentResistance = (float) constants.value(DISAPPOINTMENT_RESISTANCE);
        absenceResistance = (float) constants.value(ABSENCE_RESISTANCE);
    }

    /** Works out the odds of everybody. */
    void weigh(PersonBlock people, DayScratch day) {
        streakStake(people, day.streakBonus, day.streakStake);
        anticipation(people, day.streakBonus, day.anticipation);
        gainOrLoss(people, day.anticipation, day.relativeReward);
        reward(day.anticipation, day.relativeReward, day.reward);
        baseOdds(people, day.reward, day.streakStake, day.baseOdds);
        odds(people, day.baseOdds, day.odds);
        addResistance(people, day.odds, day.oddsAndResistance);
    }

    private void streakStake(PersonBlock people, float[] bonus, float[] stake) {
        float[] streak = people.streak;
        float[] reference = people.reference;
        float[] lossAversion = people.lossAversion;
        float perDay = streakBonusPerDay;
        float cap = streakBonusCap;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            float b = Math.min(perDay * streak[i], cap);
            bonus[i] = b;
            stake[i] = lossAversion[i] * (b / (b + .5f * reference[i] + 1f));
        }
    }

    private void anticipation(PersonBlock people, float[] bonus, float[] anticipation) {
        float[] extraScans = people.extraScans;
        float lump = firstScan;
        float cap = scanCap;
        float perScan = pointsPerScan;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            anticipation[i] = lump + bonus[i] + Math.min(extraScans[i] + 1f, cap) * perScan;
        }
    }

    /** Without a branch: the loss is the gain plus (L - 1) times its negative part. */
    private void gainOrLoss(PersonBlock people, float[] anticipation, float[] relative) {
        float[] reference = people.reference;
        float[] lossAversion = people.lossAversion;
        float pull = relativePull;
        float soft = softening;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            float gain = anticipation[i] - reference[i];
            relative[i] = pull
                    * (gain + .5f * (lossAversion[i] - 1f) * (gain - Math.abs(gain)))
                    / (anticipation[i] + reference[i] + soft);
        }
    }

    private void reward(float[] anticipation, float[] relative, float[] reward) {
        float pull = absolutePull;
        float half = halfPoint;
        float firstScanHook = hook;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            float a = anticipation[i];
            reward[i] = relative[i] + pull * (a / (a + half)) + firstScanHook;
        }
    }

    private void baseOdds(PersonBlock people, float[] reward, float[] stake, float[] base) {
        float[] sensitivity = people.rewardSensitivity;
        float[] habit = people.habit;
        float[] openingOdds = people.openingOdds;
        float[] weekday = people.weekdayPerson;
        float[] symbol = people.streakSymbol;
        float kZ = stakePull;
        float kSym = symbolPull;
        float kH = habitPull;
        float others = weekOthers;
        float extra = weekWeekdayExtra;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            float pay = Math.max(1f + sensitivity[i] * (1f - .5f * habit[i]) * reward[i], LEAST_PAY);
            base[i] = openingOdds[i]
                    * (others + extra * weekday[i])
                    * (1f + kH * habit[i])
                    * pay
                    * (1f + kZ * stake[i] + kSym * symbol[i]);
        }
    }

    private void odds(PersonBlock people, float[] base, float[] odds) {
        float[] motivation = people.motivation;
        float[] inverseBaseline = people.inverseBaseline;
        float[] steerability = people.steerability;
        float[] mission = people.missionPull;
        float[] present = people.present;
        float kI = motivationPull;
        float rest = motivationRest;
        float kM = missionPull;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            odds[i] = present[i]
                    * base[i]
                    * (rest + kI * motivation[i] * inverseBaseline[i])
                    * (1f + kM * steerability[i] * mission[i]);
        }
    }

    private void addResistance(PersonBlock people, float[] odds, float[] total) {
        float[] fatigue = people.fatigue;
        float[] disappointment = people.disappointment;
        float[] absence = people.absence;
        float kD = disappointmentResistance;
        float kGap = absenceResistance;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            total[i] = odds[i]
                    + (1f + fatigue[i])
                            * (1f + kD * disappointment[i])
                            * (1f + kGap * Math.min(absence[i], LONGEST_ABSENCE));
        }
    }

    /**
     * Draws who opens: {@code u (O + Q) < O}. The split into active and idle people writes both lists at every step and
     * moves on in one of them, so that there is no branch to predict.
     */
    static void decide(PersonBlock people, DayScratch day, long dayOffset) {
        long[] key = people.key;
        float[] odds = day.odds;
        float[] total = day.oddsAndResistance;
        float[] active = day.active;
        int[] activePeople = day.activePeople;
        int[] idlePeople = day.idlePeople;
        int[] leavingBits = day.leavingBits;
        int activeCount = 0;
        int idleCount = 0;
        for (int i = 0; i < people.size(); i++) {
            long word = RandomWords.mix(key[i] + dayOffset + RandomWords.OPENING);
            float margin = (word >>> 40) * 0x1p-24f * total[i] - odds[i];
            int opens = Float.floatToRawIntBits(margin) >>> 31;
            leavingBits[i] = (int) word;
            active[i] = ZERO_OR_ONE[opens];
            activePeople[activeCount] = i;
            idlePeople[idleCount] = i;
            activeCount += opens;
            idleCount += 1 - opens;
        }
        Arrays.fill(active, people.size(), PersonBlock.CAPACITY, 0f);
        day.activeCount = activeCount;
        day.idleCount = idleCount;
    }

    private static final float[] ZERO_OR_ONE = {0f, 1f};
}
