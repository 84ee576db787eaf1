package io.agentflux.sandbox.progress;

import org.jspecify.annotations.Nullable;

/**
 * What an experiment promises to people, for one of three things: a level, a badge, or a place at the end of a week.
 *
 * @param name what it is
 * @param level the level it takes, null if something else
 * @param badge the badge it takes, null if something else
 * @param weeklyRank the rank in the variant at the end of a week that it takes, or a better one; null if something else
 */
public record Reward(
        String name,
        @Nullable Integer level,
        @Nullable Badge badge,
        @Nullable Integer weeklyRank) {

    /** Refuses a reward for nothing, for several things at once, or for what nobody can reach. */
    public Reward {
        int conditions = (level == null ? 0 : 1) + (badge == null ? 0 : 1) + (weeklyRank == null ? 0 : 1);
        if (conditions != 1) {
            throw new IllegalArgumentException(
                    "reward '" + name + "' is for " + conditions + " things; give one of level, badge and weekly rank");
        }
        if (level != null && (level < 2 || level > Level.HIGHEST)) {
            throw new IllegalArgumentException(
                    "reward '" + name + "' is for level " + level + "; give 2 to " + Level.HIGHEST);
        }
        if (weeklyRank != null && weeklyRank < 1) {
            throw new IllegalArgumentException("reward '" + name + "' is for rank " + weeklyRank + "; give at least 1");
        }
    }

    /** Whether somebody has come by it; nobody loses it again. */
    public boolean isEarnedBy(Progress person) {
        if (level != null) {
            return person.level() >= level;
        }
        if (weeklyRank != null) {
            return person.bestWeek() >= 1 && person.bestWeek() <= weeklyRank;
        }
        return badge != null && person.badges().contains(badge);
    }
}
