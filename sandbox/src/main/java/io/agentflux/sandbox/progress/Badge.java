package io.agentflux.sandbox.progress;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Something to have done. Whoever has a badge keeps it. */
public enum Badge {
    /** The first scan. */
    FIRST_SCAN("A first scan"),
    /** A hundred scans. */
    HUNDRED_SCANS("A hundred scans"),
    /** The first feedback or issue report in words. */
    FIRST_WORDS("A first feedback in words"),
    /** Twenty-five of them. */
    CRITIC("Twenty-five pieces of feedback in words"),
    /** The first mission. */
    FIRST_MISSION("A first mission"),
    /** Ten missions. */
    TEN_MISSIONS("Ten missions"),
    /** A streak of a week. */
    WEEK_STREAK("Seven days in a row"),
    /** A streak of thirty days. */
    MONTH_STREAK("Thirty days in a row"),
    /** One of the first three places of the variant in some week. */
    PODIUM("Among the first three of a week"),
    /** The highest level. */
    HIGHEST_LEVEL("The highest level");

    private static final int PODIUM_PLACES = 3;

    private final String title;

    Badge(String title) {
        this.title = title;
    }

    private boolean isEarnedBy(Progress person) {
        return switch (this) {
            case FIRST_SCAN -> person.totals().scans() >= 1;
            case HUNDRED_SCANS -> person.totals().scans() >= 100;
            case FIRST_WORDS -> person.totals().written() >= 1;
            case CRITIC -> person.totals().written() >= 25;
            case FIRST_MISSION -> person.totals().missions() >= 1;
            case TEN_MISSIONS -> person.totals().missions() >= 10;
            case WEEK_STREAK -> person.longestStreak() >= 7;
            case MONTH_STREAK -> person.longestStreak() >= 30;
            case PODIUM -> person.bestWeek() >= 1 && person.bestWeek() <= PODIUM_PLACES;
            case HIGHEST_LEVEL -> person.level() == Level.HIGHEST;
        };
    }

    /** What it is for, in words. */
    public String title() {
        return title;
    }

    /** The name in files and replies, such as {@code first-scan}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The badge of that name, or nothing if there is none. */
    public static Optional<Badge> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(badge -> badge.wireName().equals(name))
                .findFirst();
    }

    static Set<Badge> of(Progress person) {
        Set<Badge> badges = EnumSet.noneOf(Badge.class);
        for (Badge badge : values()) {
            if (badge.isEarnedBy(person)) {
                badges.add(badge);
            }
        }
        return Collections.unmodifiableSet(badges);
    }
}
