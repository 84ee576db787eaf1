package io.agentflux.sandbox.population;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;

/**
 * A real person up to their last activity; replaced as a whole by each further one. What passes by itself, a day without
 * activity or a week with a new mission, is worked out when somebody looks.
 *
 * @param origin who it is, and how the person came
 * @param key decides the missions
 * @param lastActiveDay the day of the last activity, the first day of the experiment being 0
 * @param streak days in a row with activity up to that day, and what protects them
 * @param today what was done on that day
 * @param mission where the person is with their missions as of that day
 * @param counters what the metrics are made from, as {@link PersonCounters} packs it
 * @param pointTenths points so far, in tenths
 */
record LivePerson(
        Origin origin,
        long key,
        int lastActiveDay,
        Streak streak,
        Today today,
        Missioned mission,
        long counters,
        long pointTenths) {

    private static final int DAYS_PER_WEEK = 7;
    private static final int LONGEST_ABSENCE_DAYS = 14;
    /** No later week than this many after the last activity begins within the longest absence. */
    private static final int WEEKS_OF_GRACE = 2;

    private static final int NEVER = Integer.MIN_VALUE / 2;
    private static final Today NOTHING = new Today(0, 0, 0, 0, 0);

    /**
     * What was done on one day.
     *
     * @param scans scans, those beyond the cap included
     * @param countedScans scans within the cap
     * @param feedback feedback, that beyond the cap included
     * @param valid feedback and issue reports in writing, at most one for each counted scan
     * @param pointTenths points for all of it, in tenths
     */
    record Today(int scans, int countedScans, int feedback, int valid, long pointTenths) {}

    /**
     * Missions so far.
     *
     * @param week the week that the progress is of
     * @param progress what was done for that week's mission
     * @param assigned missions handed out
     * @param completed missions completed
     */
    record Missioned(int week, int progress, int assigned, int completed) {}

    /**
     * A person who has not done anything yet.
     *
     * @param freezes streak freezes to begin with
     */
    static LivePerson newcomer(Origin origin, long key, int freezes) {
        return new LivePerson(origin, key, NEVER, Streak.none(freezes), NOTHING, new Missioned(NEVER, 0, 0, 0), 0, 0);
    }

    /** What an activity is worth to this person. */
    Award award(ActivityKind kind, int day, Economy economy) {
        Today soFar = onDay(day);
        boolean isWithinCap = isWithinCap(kind, soFar, economy);
        Award usual = new Award(
                isWithinCap,
                isWithinCap ? economy.value(reward(kind)) : 0,
                kind == ActivityKind.SCAN && soFar.scans == 0
                        ? economy.value(EconomyParameter.FIRST_SCAN_OF_DAY_XP)
                        : 0,
                day == lastActiveDay ? 0 : streakPoints(streakBefore(day).days(), economy),
                completesMission(kind, day) ? WeeklyMission.POINTS : 0);
        Double dailyCap = economy.extra().get(LivePopulation.DAILY_POINT_CAP);
        return dailyCap == null ? usual : usual.cutTo(Math.max(0, dailyCap - soFar.pointTenths / 10.0));
    }

    private static boolean isWithinCap(ActivityKind kind, Today soFar, Economy economy) {
        return switch (kind) {
            case SCAN -> soFar.scans + 1 <= economy.value(EconomyParameter.SCAN_DAILY_CAP);
            case FEEDBACK -> soFar.feedback + 1 <= economy.value(EconomyParameter.FEEDBACK_DAILY_CAP);
            case ISSUE, STATUS, PHOTO -> true;
        };
    }

    private static EconomyParameter reward(ActivityKind kind) {
        return switch (kind) {
            case SCAN -> EconomyParameter.SCAN_XP;
            case FEEDBACK -> EconomyParameter.FEEDBACK_XP;
            case ISSUE -> EconomyParameter.ISSUE_REPORT_XP;
            case STATUS -> EconomyParameter.STATUS_REPORT_XP;
            case PHOTO -> EconomyParameter.PHOTO_XP;
        };
    }

    private static double streakPoints(int daysBefore, Economy economy) {
        return Math.min(
                economy.value(EconomyParameter.STREAK_BONUS_PER_DAY) * daysBefore,
                economy.value(EconomyParameter.STREAK_BONUS_CAP));
    }

    /**
     * The person after an activity.
     *
     * @param inWriting whether it says something in words
     * @param award what it was worth
     * @param mostFreezes how many streak freezes a person can hold
     */
    LivePerson after(ActivityKind kind, int day, boolean inWriting, Award award, int mostFreezes) {
        Today soFar = onDay(day);
        boolean isScan = kind == ActivityKind.SCAN;
        boolean isFeedback = kind == ActivityKind.FEEDBACK;
        int counted = isScan && award.withinCap() ? 1 : 0;
        boolean isValid = inWriting && (isFeedback || kind == ActivityKind.ISSUE) && soFar.valid < soFar.countedScans;
        int valid = isValid ? 1 : 0;
        long earned = Math.round(10 * award.total());
        boolean sameDay = day == lastActiveDay;
        long added = sameDay
                ? PersonCounters.activeDay(counted, valid) - PersonCounters.activeDay(0, 0)
                : PersonCounters.activeDay(counted, valid);
        return new LivePerson(
                origin,
                key,
                day,
                sameDay ? streak : streakBefore(day).continued(mostFreezes),
                new Today(
                        soFar.scans + (isScan ? 1 : 0),
                        soFar.countedScans + counted,
                        soFar.feedback + (isFeedback ? 1 : 0),
                        soFar.valid + valid,
                        soFar.pointTenths + earned),
                missionAfter(kind, day),
                counters + added,
                pointTenths + earned);
    }

    private Today onDay(int day) {
        return day == lastActiveDay ? today : NOTHING;
    }

    private Streak streakBefore(int day) {
        return streak.missing(day - 1 - lastActiveDay);
    }

    private boolean completesMission(ActivityKind kind, int day) {
        Missioned now = missionOn(day, true);
        WeeklyMission task = WeeklyMission.of(key, now.week);
        return kind == task.kind() && now.progress + 1 == task.target();
    }

    private Missioned missionAfter(ActivityKind kind, int day) {
        Missioned now = missionOn(day, true);
        WeeklyMission task = WeeklyMission.of(key, now.week);
        if (kind != task.kind()) {
            return now;
        }
        int progress = now.progress + 1;
        return new Missioned(now.week, progress, now.assigned, now.completed + (progress == task.target() ? 1 : 0));
    }

    /**
     * The missions as of a day. On the first day of a week everybody gets one who was active within two weeks; who comes later
     * in the week gets one with the first activity.
     */
    private Missioned missionOn(int day, boolean isActive) {
        int week = Math.floorDiv(day, DAYS_PER_WEEK);
        if (week <= mission.week) {
            return mission;
        }
        int handedOut = 0;
        boolean hasOne = false;
        int lastWeek = lastActiveDay == NEVER ? NEVER : Math.min(week, mission.week + WEEKS_OF_GRACE);
        for (int w = mission.week + 1; w <= lastWeek; w++) {
            boolean isRemembered = w * DAYS_PER_WEEK - lastActiveDay < LONGEST_ABSENCE_DAYS;
            handedOut += isRemembered ? 1 : 0;
            hasOne = isRemembered && w == week;
        }
        if (isActive && !hasOne) {
            handedOut++;
        }
        return new Missioned(week, 0, mission.assigned + handedOut, mission.completed);
    }

    /** Missions so far as {@link PersonCounters} packs them. */
    int missionsBy(int day) {
        Missioned by = missionOn(day, false);
        return by.assigned * PersonCounters.MISSION_ASSIGNED + by.completed * PersonCounters.MISSION_COMPLETED;
    }

    /** The streak on the evening of a day. */
    Streak streakOn(int day) {
        return streak.missing(day - lastActiveDay);
    }

    PersonTotals totalsOn(int day) {
        boolean isActive = day <= lastActiveDay;
        Streak alive = isActive ? streak : streakBefore(day);
        return new PersonTotals(
                origin.person(),
                pointTenths,
                PersonCounters.scans(counters),
                PersonCounters.valid(counters),
                PersonCounters.activeDays(counters),
                mission.completed,
                alive.days(),
                alive.freezes(),
                isActive,
                currentMission(day),
                origin.referredBy());
    }

    private PersonTotals.CurrentMission currentMission(int day) {
        Missioned now = missionOn(day, false);
        WeeklyMission task = WeeklyMission.of(key, now.week);
        return new PersonTotals.CurrentMission(task.kind(), task.target(), now.progress);
    }

    boolean isActiveInTheWeekUpTo(int day) {
        return day - lastActiveDay < DAYS_PER_WEEK;
    }
}
