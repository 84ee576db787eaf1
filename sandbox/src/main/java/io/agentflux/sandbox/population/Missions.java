package io.agentflux.sandbox.population;

/**
 * The mission of the week. Every Monday each person who is still there and was active within two weeks gets one: half of
 * them to scan, three in ten to give feedback, two in ten to report a status, with a target that suits the person.
 */
final class Missions {

    private static final int SCAN = 1;
    private static final int FEEDBACK = 2;
    private static final int STATUS = 3;
    private static final float LONGEST_ABSENCE = 14f;

    private Missions() {}

    /** Closes the missions of the last week and hands out new ones. */
    static void assign(PersonBlock people, long dayOffset, DaySums sums) {
        for (int i = 0; i < people.size(); i++) {
            close(people, i);
            people.missionProgress[i] = 0;
            if (people.present[i] != 0 && people.absence[i] < LONGEST_ABSENCE) {
                long word = RandomWords.mix(people.key[i] + dayOffset + RandomWords.MISSION);
                open(people, i, typeOf((int) ((word >>> 33) % 10)));
                sums.missionsAssigned++;
            }
        }
    }

    private static int typeOf(int tenth) {
        return tenth < 5 ? SCAN : tenth < 8 ? FEEDBACK : STATUS;
    }

    private static void open(PersonBlock people, int i, int type) {
        float extra = people.extraScans[i];
        int target =
                switch (type) {
                    case SCAN -> (int) (3f + 1.9f * extra);
                    case FEEDBACK -> (int) (1.5f + .65f * extra);
                    default -> (int) (1.2f + .16f * extra);
                };
        people.missionType[i] = type;
        people.missionTarget[i] = target;
        people.missionStep[i] = 1f / target;
        people.missions[i] += PersonCounters.MISSION_ASSIGNED;
    }

    private static void close(PersonBlock people, int i) {
        people.missionType[i] = 0;
        people.missionTarget[i] = PersonBlock.NO_MISSION;
        people.missionStep[i] = 0;
        people.missionPull[i] = 0;
    }

    /** Credits today's work to the person's mission; true if that completed it. The pull is (progress/target)^2. */
    static boolean credit(PersonBlock people, int i, int scans, int feedback, int status) {
        int progress = people.missionProgress[i] + counted(people.missionType[i], scans, feedback, status);
        people.missionProgress[i] = progress;
        float share = progress * people.missionStep[i];
        people.missionPull[i] = share * share;
        if (progress < people.missionTarget[i]) {
            return false;
        }
        close(people, i);
        people.missions[i] += PersonCounters.MISSION_COMPLETED;
        return true;
    }

    /** The count that a type of mission asks for, picked by a shift rather than a branch; none for no mission. */
    private static int counted(int type, int scans, int feedback, int status) {
        long byType =
                ((long) scans << (8 * SCAN)) | ((long) feedback << (8 * FEEDBACK)) | ((long) status << (8 * STATUS));
        return (int) ((byType >>> (type << 3)) & 255);
    }
}
