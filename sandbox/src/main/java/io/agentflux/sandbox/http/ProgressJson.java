package io.agentflux.sandbox.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.agentflux.sandbox.activity.Referrals;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.population.PersonTotals;
import io.agentflux.sandbox.progress.Badge;
import io.agentflux.sandbox.progress.Leaderboard;
import io.agentflux.sandbox.progress.Level;
import io.agentflux.sandbox.progress.Progress;
import io.agentflux.sandbox.progress.ProgressBoard;
import io.agentflux.sandbox.progress.Reward;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Where people stand, as JSON. The components are the members. */
final class ProgressJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(usual -> usual.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private ProgressJson() {}

    private record Success(boolean success, Object data) {}

    private record OnePerson(
            String experimentId,
            String person,
            String variantId,
            Number xp,
            Number xpThisWeek,
            int level,
            Number levelXp,
            @Nullable Number nextLevelXp,
            int rank,
            int rankThisWeek,
            int people,
            int streak,
            int longestStreak,
            @Nullable Integer streakFreezes,
            boolean activeToday,
            int activeDays,
            int scans,
            int writtenFeedback,
            int missions,
            @Nullable OneMission mission,
            List<OneBadge> badges,
            List<OneReward> rewards,
            @Nullable String referredBy) {}

    private record OneMission(String kind, int target, int done) {}

    private record OneBadge(String badge, String title, boolean earned) {}

    private record OneReward(
            String name,
            @Nullable Integer level,
            @Nullable String badge,
            @Nullable Integer weeklyRank,
            boolean earned) {}

    private record Places(
            String experimentId, @Nullable String variantId, String period, int people, List<OnePlace> places) {}

    private record OnePlace(int rank, String person, String variantId, Number xp, int level) {}

    /** A person among the people of the variant. */
    static Reply person(ExperimentSpec experiment, String variantId, Progress person, ProgressBoard board) {
        PersonTotals totals = person.totals();
        int level = person.level();
        OptionalLong next = Level.pointsOfNext(level);
        return ok(new OnePerson(
                experiment.id(),
                totals.person(),
                variantId,
                Points.ofTenths(totals.pointTenths()),
                Points.ofTenths(person.weekPointTenths()),
                level,
                Level.points(level),
                next.isPresent() ? next.getAsLong() : null,
                Leaderboard.rankOf(person, board, Leaderboard.Period.TOTAL),
                Leaderboard.rankOf(person, board, Leaderboard.Period.WEEK),
                board.people(),
                totals.streak(),
                person.longestStreak(),
                totals.streakFreezes(),
                totals.activeToday(),
                totals.activeDays(),
                totals.scans(),
                totals.written(),
                totals.missions(),
                mission(totals.mission()),
                badges(person),
                experiment.rewards().stream()
                        .map(reward -> reward(reward, reward.isEarnedBy(person)))
                        .toList(),
                totals.referredBy()));
    }

    private static @Nullable OneMission mission(PersonTotals.@Nullable CurrentMission mission) {
        return mission == null
                ? null
                : new OneMission(
                        mission.kind().wireName(), mission.target(), Math.min(mission.done(), mission.target()));
    }

    private static List<OneBadge> badges(Progress person) {
        return List.of(Badge.values()).stream()
                .map(badge -> new OneBadge(
                        badge.wireName(), badge.title(), person.badges().contains(badge)))
                .toList();
    }

    private static OneReward reward(Reward reward, boolean earned) {
        Badge badge = reward.badge();
        return new OneReward(
                reward.name(), reward.level(), badge == null ? null : badge.wireName(), reward.weeklyRank(), earned);
    }

    /**
     * A leaderboard.
     *
     * @param variantId the variant, null if it is that of the whole experiment
     */
    static Reply leaderboard(
            String experimentId, @Nullable String variantId, Leaderboard.Period period, Leaderboard board) {
        return ok(new Places(
                experimentId,
                variantId,
                name(period),
                board.people(),
                board.places().stream()
                        .map(place -> new OnePlace(
                                place.rank(),
                                place.progress().totals().person(),
                                place.variantId(),
                                Points.ofTenths(period.pointTenths(place.progress())),
                                place.progress().level()))
                        .toList()));
    }

    private record Spread(String experimentId, int settledDays, Referrals.Count total, List<VariantSpread> variants) {}

    private record VariantSpread(
            String variantId, @JsonUnwrapped Referrals.Count count) {}

    static Reply referrals(String experimentId, int settledDays, Referrals referrals) {
        return ok(new Spread(
                experimentId,
                settledDays,
                referrals.total(),
                referrals.byVariant().entrySet().stream()
                        .map(variant -> new VariantSpread(variant.getKey(), variant.getValue()))
                        .toList()));
    }

    /** The name of a period in queries and replies. */
    static String name(Leaderboard.Period period) {
        return switch (period) {
            case TOTAL -> "total";
            case WEEK -> "week";
        };
    }

    private static Reply ok(Object data) {
        return Reply.ok(JSON.writeValueAsBytes(new Success(true, data)));
    }
}
