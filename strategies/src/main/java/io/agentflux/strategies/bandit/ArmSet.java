package io.agentflux.strategies.bandit;

import static io.agentflux.arena.EconomyParameter.FEEDBACK_XP;
import static io.agentflux.arena.EconomyParameter.FIRST_SCAN_OF_DAY_XP;
import static io.agentflux.arena.EconomyParameter.ISSUE_REPORT_XP;
import static io.agentflux.arena.EconomyParameter.PHOTO_XP;
import static io.agentflux.arena.EconomyParameter.SCAN_DAILY_CAP;
import static io.agentflux.arena.EconomyParameter.SCAN_XP;
import static io.agentflux.arena.EconomyParameter.STREAK_BONUS_CAP;
import static io.agentflux.arena.EconomyParameter.STREAK_BONUS_PER_DAY;

import io.agentflux.strategy.StrategyParameter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Ready sets of arms. Every bandit can play every set, so that algorithms can be compared on equal terms. */
enum ArmSet {
    /** Five ways to run a programme, from generous to careful. */
    STYLES(
            new Arm(
                    "Balanced",
                    "a little more of everything",
                    Map.of(SCAN_XP, 12.0, FEEDBACK_XP, 15.0, STREAK_BONUS_PER_DAY, 6.0, FIRST_SCAN_OF_DAY_XP, 15.0)),
            new Arm(
                    "Scan-Heavy",
                    "pays for scanning, little for the rest",
                    Map.of(SCAN_XP, 18.0, FEEDBACK_XP, 10.0, STREAK_BONUS_PER_DAY, 5.0, FIRST_SCAN_OF_DAY_XP, 20.0)),
            new Arm(
                    "Quality-Focus",
                    "pays for feedback and photos",
                    Map.of(SCAN_XP, 8.0, FEEDBACK_XP, 22.0, PHOTO_XP, 15.0, FIRST_SCAN_OF_DAY_XP, 12.0)),
            new Arm(
                    "Streak-Master",
                    "pays for coming back every day",
                    Map.of(
                            SCAN_XP,
                            10.0,
                            STREAK_BONUS_PER_DAY,
                            10.0,
                            STREAK_BONUS_CAP,
                            60.0,
                            FIRST_SCAN_OF_DAY_XP,
                            20.0)),
            new Arm(
                    "Conservative",
                    "close to the default, a little cheaper",
                    Map.of(SCAN_XP, 10.0, FEEDBACK_XP, 12.0, STREAK_BONUS_PER_DAY, 5.0, FIRST_SCAN_OF_DAY_XP, 12.0))),
    /** Five bets on one thing each. */
    SPECIALISTS(
            new Arm(
                    "Default+",
                    "the default, raised a little",
                    Map.of(SCAN_XP, 12.0, FEEDBACK_XP, 17.0, STREAK_BONUS_PER_DAY, 6.0)),
            new Arm(
                    "Scan Maximizer",
                    "everything for more scans",
                    Map.of(SCAN_XP, 18.0, FIRST_SCAN_OF_DAY_XP, 22.0, SCAN_DAILY_CAP, 25.0)),
            new Arm(
                    "Quality First",
                    "everything for better reports",
                    Map.of(FEEDBACK_XP, 25.0, PHOTO_XP, 18.0, ISSUE_REPORT_XP, 30.0)),
            new Arm(
                    "Retention Engine",
                    "everything for people who come back",
                    Map.of(STREAK_BONUS_PER_DAY, 12.0, STREAK_BONUS_CAP, 70.0, FIRST_SCAN_OF_DAY_XP, 25.0)),
            new Arm(
                    "Minimal Spend",
                    "as few points as possible",
                    Map.of(SCAN_XP, 8.0, FEEDBACK_XP, 10.0, STREAK_BONUS_PER_DAY, 4.0))),
    /** Four arms for a bandit that looks at its context. */
    CONTEXTUAL(
            new Arm(
                    "Balanced",
                    "a little more of everything",
                    Map.of(SCAN_XP, 12.0, FEEDBACK_XP, 17.0, STREAK_BONUS_PER_DAY, 7.0)),
            new Arm(
                    "Aggressive",
                    "a lot more for scans and feedback",
                    Map.of(SCAN_XP, 18.0, FEEDBACK_XP, 22.0, FIRST_SCAN_OF_DAY_XP, 22.0)),
            new Arm(
                    "Streak-Heavy",
                    "pays for coming back every day",
                    Map.of(STREAK_BONUS_PER_DAY, 12.0, STREAK_BONUS_CAP, 65.0, FIRST_SCAN_OF_DAY_XP, 20.0)),
            new Arm(
                    "Quality-Focus",
                    "pays for feedback, photos and reports",
                    Map.of(FEEDBACK_XP, 25.0, PHOTO_XP, 18.0, ISSUE_REPORT_XP, 30.0))),
    /** Four strong single pushes. */
    BOOSTS(
            new Arm("Baseline+", "the default, raised a little", Map.of(SCAN_XP, 12.0, FEEDBACK_XP, 17.0)),
            new Arm("Scan Boost", "doubles what a scan pays", Map.of(SCAN_XP, 20.0, FIRST_SCAN_OF_DAY_XP, 22.0)),
            new Arm("Quality Boost", "pays for feedback and photos", Map.of(FEEDBACK_XP, 25.0, PHOTO_XP, 18.0)),
            new Arm(
                    "Streak Boost",
                    "pays for coming back every day",
                    Map.of(STREAK_BONUS_PER_DAY, 12.0, FIRST_SCAN_OF_DAY_XP, 20.0)));

    // List.of is immutable, which its type does not show
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Arm> arms;

    ArmSet(Arm... arms) {
        this.arms = List.of(arms);
    }

    List<Arm> arms() {
        return arms;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ArmSet ofWireName(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    static StrategyParameter parameter(ArmSet defaultSet) {
        return new StrategyParameter.Economies(
                "arms",
                "The economies to choose from: a ready set, or your own by name.",
                defaultSet.wireName(),
                Arrays.stream(values()).map(ArmSet::wireName).toList());
    }
}
