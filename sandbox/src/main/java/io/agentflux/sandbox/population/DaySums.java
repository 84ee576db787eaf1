package io.agentflux.sandbox.population;

/**
 * Running sums of one day over blocks. All of them are integers, so any order of blocks, threads and shards gives the
 * same bits.
 */
final class DaySums {

    long enrolled;
    long active;
    long scans;
    long pointTenths;
    long activeThisWeek;
    long streakDays;
    long validFeedback;
    long missionsAssigned;
    long missionsCompleted;
    long present;
    long tokenWork;
    long photos;
    long usefulThousandths;

    void add(DaySums other) {
        enrolled += other.enrolled;
        active += other.active;
        scans += other.scans;
        pointTenths += other.pointTenths;
        activeThisWeek += other.activeThisWeek;
        streakDays += other.streakDays;
        validFeedback += other.validFeedback;
        missionsAssigned += other.missionsAssigned;
        missionsCompleted += other.missionsCompleted;
        present += other.present;
        tokenWork += other.tokenWork;
        photos += other.photos;
        usefulThousandths += other.usefulThousandths;
    }

    DayTotals toTotals(int day) {
        return new DayTotals(
                day,
                enrolled,
                active,
                scans,
                pointTenths,
                activeThisWeek,
                streakDays,
                validFeedback,
                missionsAssigned,
                missionsCompleted,
                present,
                tokenWork,
                photos,
                usefulThousandths);
    }
}
