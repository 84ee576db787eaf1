package io.agentflux.sandbox.progress;

import java.util.OptionalLong;
import java.util.stream.IntStream;

/** The ten levels. Level {@code n + 1} takes {@code 100 n^1.5} points, so each one takes longer than the one before. */
public final class Level {

    /** The highest level. */
    public static final int HIGHEST = 10;

    private static final double FIRST_STEP = 100;
    private static final double GROWTH = 1.5;
    private static final long[] POINTS = IntStream.range(0, HIGHEST)
            .mapToLong(step -> Math.round(FIRST_STEP * Math.pow(step, GROWTH)))
            .toArray();

    private Level() {}

    /** The level of somebody with so many tenths of a point, from 1. */
    public static int of(long pointTenths) {
        int level = 1;
        while (level < HIGHEST && pointTenths >= 10 * POINTS[level]) {
            level++;
        }
        return level;
    }

    /** How many points a level takes; 0 for the first. */
    public static long points(int level) {
        return POINTS[level - 1];
    }

    /** How many points the level after this one takes, nothing after the highest. */
    public static OptionalLong pointsOfNext(int level) {
        return level < HIGHEST ? OptionalLong.of(points(level + 1)) : OptionalLong.empty();
    }
}
