package io.agentflux.sandbox.progress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntToLongFunction;

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
        int people = 0;
        PriorityQueue<Candidate> first = new PriorityQueue<>(Candidate.BEST_FIRST.reversed());
        for (Map.Entry<String, ProgressBoard> entry : boards.entrySet()) {
            ProgressBoard board = entry.getValue();
            IntToLongFunction points = board.points(period);
            int everybody = board.people();
            for (int person = 0; person < everybody; person++) {
                long own = points.applyAsLong(person);
                people += own > 0 ? 1 : 0;
                Candidate last = first.size() < most ? null : first.peek();
                if (own > 0 && (last == null || own >= last.pointTenths)) {
                    first.add(new Candidate(own, board.id(person), entry.getKey(), board, person));
                    if (first.size() > most) {
                        first.remove();
                    }
                }
            }
        }
        return new Leaderboard(
                people, ranked(first.stream().map(Candidate::unranked).toList(), period));
    }

    /** Somebody who may be among the first. */
    private record Candidate(long pointTenths, String id, String variantId, ProgressBoard board, int person) {

        private static final Comparator<Candidate> BEST_FIRST =
                Comparator.comparingLong(Candidate::pointTenths).reversed().thenComparing(Candidate::id);

        private Place unranked() {
            return new Place(0, variantId, board.of(person));
        }
    }

    /** In order by their points as of now, which may be more than when they were chosen. */
    private static List<Place> ranked(List<Place> unranked, Period period) {
        List<Place> inOrder = unranked.stream()
                .sorted(Comparator.comparingLong((Place place) -> period.pointTenths(place.progress()))
                        .reversed()
                        .thenComparing(place -> place.progress().totals().person()))
                .toList();
        List<Place> places = new ArrayList<>();
        long lastPoints = -1;
        int rank = 0;
        for (Place place : inOrder) {
            long points = period.pointTenths(place.progress());
            rank = points == lastPoints ? rank : places.size() + 1;
            lastPoints = points;
            places.add(new Place(rank, place.variantId(), place.progress()));
        }
        return List.copyOf(places);
    }

    /** The rank that somebody has or would have among the people of a board: one more than there are with more points. */
    public static int rankOf(Progress person, ProgressBoard board, Period period) {
        long own = period.pointTenths(person);
        IntToLongFunction points = board.points(period);
        int everybody = board.people();
        int rank = 1;
        for (int other = 0; other < everybody; other++) {
            rank += points.applyAsLong(other) > own ? 1 : 0;
        }
        return rank;
    }
}
