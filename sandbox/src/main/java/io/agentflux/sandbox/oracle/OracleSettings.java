package io.agentflux.sandbox.oracle;

/**
 * How hard to look for the best economy. The same settings give the same oracle, whatever the machine.
 *
 * @param seed the seed of people and of the search
 * @param people how many people each problem has, at least 16
 * @param starts how many independent problems are solved, each from a start of its own, at least 2
 * @param evaluations how many economies each start may try, at least 14
 * @param phases the largest number of phases of a schedule; 1, 2, 4 and so on are tried
 */
public record OracleSettings(long seed, int people, int starts, int evaluations, int phases) {

    private static final OracleSettings DEFAULTS = new OracleSettings(20240601, 2_048, 4, 1_100, 4);

    /** Refuses settings that cannot give an answer. */
    public OracleSettings {
        atLeast("people", people, 16);
        atLeast("starts", starts, 2);
        atLeast("evaluations", evaluations, 14);
        atLeast("phases", phases, 1);
        if (people > 1_000_000 || starts > 1_000 || evaluations > 1_000_000 || phases > 64) {
            throw new IllegalArgumentException("An oracle with " + people + " people, " + starts + " starts, "
                    + evaluations + " evaluations and " + phases
                    + " phases would take too long; give at most 1000000, 1000, 1000000 and 64");
        }
    }

    /** 4 starts with 2,048 people and 1,100 evaluations each, schedules of up to 4 phases. */
    public static OracleSettings ofDefaults() {
        return DEFAULTS;
    }

    private static void atLeast(String what, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(what + " is " + value + "; give at least " + least);
        }
    }
}
