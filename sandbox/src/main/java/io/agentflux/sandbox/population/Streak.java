package io.agentflux.sandbox.population;

/**
 * How many active days in a row somebody has, and what protects them: a streak freeze is spent on a day that is missed, and the
 * streak goes on as if that day had not been. Who holds none loses the streak by the first day missed.
 *
 * @param days active days in a row; missed days on which a freeze was spent do not count and do not interrupt
 * @param freezes freezes in stock
 */
record Streak(int days, int freezes) {

    /** With every so many days of a streak one freeze comes back, if people hold freezes at all and one is missing. */
    static final int DAYS_PER_FREEZE = 7;

    static Streak none(int freezes) {
        return new Streak(0, freezes);
    }

    /** The streak after so many days without activity; 0 or fewer change nothing. */
    Streak missing(int missed) {
        if (missed <= 0) {
            return this;
        }
        return days > 0 && missed <= freezes
                ? new Streak(days, freezes - missed)
                : new Streak(0, days > 0 ? 0 : freezes);
    }

    /** The streak with an active day more. */
    Streak continued(int mostFreezes) {
        return new Streak(days + 1, freezes + (regains(days + 1) ? Math.min(1, mostFreezes - freezes) : 0));
    }

    private static boolean regains(int days) {
        return days % DAYS_PER_FREEZE == 0;
    }
}
