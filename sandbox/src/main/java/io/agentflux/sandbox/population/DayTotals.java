package io.agentflux.sandbox.population;

/**
 * What all people of a population did on one day.
 *
 * @param day the day; negative in the burn-in period
 * @param enrolled people who exist
 * @param active people who opened the app
 * @param scans scans within the daily cap
 * @param pointTenths points paid, in tenths of a point
 * @param activeThisWeek people active within the last seven days, today included
 * @param streakDays sum of all streaks at the end of the day
 * @param validFeedback genuine feedback and genuine issue reports
 * @param missionsAssigned missions handed out today
 * @param missionsCompleted missions completed today
 * @param present people who had not left for good this morning; latent, not to be seen by agents
 * @param tokenWork perfunctory feedback and false reports; latent
 * @param photos photos attached
 * @param usefulThousandths hidden usefulness, {@code scans * (0.2 + 0.8 I)} in thousandths; for the judge only
 */
public record DayTotals(
        int day,
        long enrolled,
        long active,
        long scans,
        long pointTenths,
        long activeThisWeek,
        long streakDays,
        long validFeedback,
        long missionsAssigned,
        long missionsCompleted,
        long present,
        long tokenWork,
        long photos,
        long usefulThousandths) {}
