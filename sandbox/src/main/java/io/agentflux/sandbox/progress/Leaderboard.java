package io.agentflux.sandbox.progress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * People in the order of their points, best first. Equal points are equal ranks, and the rank after two firsts is the third; whoever
 * has no points is not on it.
 *
 * @param people how many people are on it
 * @param places the first of them
 */
public record Leaderboard(int people, List<Place> places) {

    /** Whose points count. */
    public enum Period {
        /** Points since the experiment began. */
        TOTAL,
        /** Points since the week of the experiment began. */
        WEEK;

        /** The tenths of a point that count. */
        public long pointTenths(Progress person) {
            return switch (this) {
                case TOTAL -> person.totals().pointTenths();
                case WEEK -> person.weekPointTenths();
            };
        }
    }

    /**
     * A place.
     *
     * @param rank the rank, from 1
     * @param variantId the variant of the person
     * @param progress who it is and where they stand
     */
    public record Place(int rank, String variantId, Progress progress) {}

    /**
     * The leaderboard of some variants together.
     *
     * @param boards by the ids of the variants
     * @param most how many places to give
     */
    public static Leaderboard of(Map<String, ProgressBoard> boards, Period period, int most) {
        List<Place> unranked = new ArrayList<>();
        boards.forEach((variantId, board) -> board.everybody().stream()
                .filter(person -> period.pointTenths(person) > 0)
                .forEach(person -> unranked.add(new Place(0, variantId, person))));
        unranked.sort(Comparator.comparingLong((Place place) -> period.pointTenths(place.progress()))
                .reversed()
                .thenComparing(place -> place.progress().totals().person()));
        List<Place> places = new ArrayList<>();
        long lastPoints = -1;
        int rank = 0;
        for (Place place : unranked.subList(0, Math.min(most, unranked.size()))) {
            long points = period.pointTenths(place.progress());
            rank = points == lastPoints ? rank : places.size() + 1;
            lastPoints = points;
            places.add(new Place(rank, place.variantId(), place.progress()));
        }
        return new Leaderboard(unranked.size(), List.copyOf(places));
    }

    /** The rank that somebody has or would have among the people of a board: one more than there are with more points. */
    public static int rankOf(Progress person, ProgressBoard board, Period period) {
        long points = period.pointTenths(person);
        return 1
                + (int) board.everybody().stream()
                        .filter(other -> period.pointTenths(other) > points)
                        .count();
    }
}
