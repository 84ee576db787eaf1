package io.agentflux.arena;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One of the ten numbers an agent may change. Rewards are in points (XP), daily caps in events per person and day. */
public enum EconomyParameter {
    /** Points for one scan. */
    SCAN_XP("scanXp", 10),
    /** Points for one piece of written feedback. */
    FEEDBACK_XP("feedbackXp", 15),
    /** Points for reporting an issue. */
    ISSUE_REPORT_XP("issueReportXp", 25),
    /** Points for a status report. */
    STATUS_REPORT_XP("statusReportXp", 20),
    /** Points for attaching a photo. */
    PHOTO_XP("photoXp", 10),
    /** Extra points for the first scan of a day. */
    FIRST_SCAN_OF_DAY_XP("firstScanOfDayXp", 15),
    /** Points per day of the current streak, paid once a day up to {@link #STREAK_BONUS_CAP}. */
    STREAK_BONUS_PER_DAY("streakBonusPerDay", 5),
    /** The most that a streak pays on one day. */
    STREAK_BONUS_CAP("streakBonusCap", 50),
    /** Scans per day that earn points. */
    SCAN_DAILY_CAP("scanDailyCap", 20),
    /** Pieces of feedback per day that earn points. */
    FEEDBACK_DAILY_CAP("feedbackDailyCap", 10);

    private static final Map<String, EconomyParameter> BY_WIRE_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(EconomyParameter::wireName, Function.identity()));

    private final String wireName;
    private final double globalDefault;

    EconomyParameter(String wireName, double globalDefault) {
        this.wireName = wireName;
        this.globalDefault = globalDefault;
    }

    /** The name in requests, replies and files, such as {@code scanXp}. */
    public String wireName() {
        return wireName;
    }

    /** The value that holds where neither tenant nor variant sets one. */
    public double globalDefault() {
        return globalDefault;
    }

    /** The parameter of that wire name, or empty if there is none. Names are case-sensitive. */
    public static Optional<EconomyParameter> ofWireName(String wireName) {
        return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
    }

    /** The values of a map by wire name, in its order, without the names that there are none of. */
    public static Map<EconomyParameter, Double> known(Map<String, Double> byWireName) {
        Map<EconomyParameter, Double> known = new LinkedHashMap<>();
        byWireName.forEach((name, value) -> ofWireName(name).ifPresent(parameter -> known.put(parameter, value)));
        return known;
    }

    /** The values of a map by wire name, in its order; to be added to. */
    public static <T> Map<String, T> byWireName(Map<EconomyParameter, T> values) {
        Map<String, T> byName = new LinkedHashMap<>();
        values.forEach((parameter, value) -> byName.put(parameter.wireName(), value));
        return byName;
    }

    @Override
    public String toString() {
        return wireName;
    }
}
