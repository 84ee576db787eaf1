package io.agentflux.sandbox.population;

import java.util.Arrays;

/**
 * Streak freezes of simulated people, in the sense of {@link Streak}: a day missed with a freeze in stock leaves the streak, and the
 * disappointment about losing it, as they were. Everybody begins with as many as can be held.
 */
final class StreakFreezes {

    private final int most;

    StreakFreezes(int most) {
        this.most = most;
    }

    /** Sets streaks aside that are saved today, so that what the day leaves behind does not count them as lost. */
    void setAside(PersonBlock people, DayScratch day) {
        if (people.freezes.length == 0) {
            people.freezes = new byte[PersonBlock.CAPACITY];
            Arrays.fill(people.freezes, (byte) most);
        }
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            boolean isSaved = day.active[i] == 0f && people.freezes[i] > 0 && people.present[i] != 0f;
            day.savedStreak[i] = isSaved ? people.streak[i] : 0f;
            if (day.savedStreak[i] > 0f) {
                people.streakSymbol[i] = 0f;
                day.streakStake[i] = 0f;
            }
        }
    }

    /** Gives the streaks set aside back for a freeze each, and a freeze for every week of a streak. */
    void giveBack(PersonBlock people, DayScratch day, DaySums sums) {
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            float saved = day.savedStreak[i];
            if (saved > 0f) {
                people.streak[i] = saved;
                people.streakSymbol[i] = saved / (saved + StateUpdate.HALF_SYMBOL);
                people.freezes[i]--;
                sums.streakDays += (int) saved;
            } else if (day.active[i] != 0f) {
                Streak after = new Streak((int) people.streak[i] - 1, people.freezes[i]).continued(most);
                people.freezes[i] = (byte) after.freezes();
            }
        }
    }
}
