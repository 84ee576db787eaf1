/**
 * Comparing samples: estimates that carry their interval and method, tests that stay exact far into the tails, corrections
 * for asking many questions, and rankings that admit ties.
 *
 * <p>Transcendental functions are taken from {@link java.lang.StrictMath} and random numbers from a seed and a counter, so
 * every figure is the same, to the bit, on any JDK, platform and number of threads. The one exception is named where it
 * occurs: the normal approximations of {@link io.agentflux.statistics.SignedRankTest} and
 * {@link io.agentflux.statistics.RankSumTest}.
 *
 * <p>Data that cannot answer a question have a written outcome, {@link io.agentflux.statistics.Evidence}, instead of an
 * exception: no claim is made, so p is 1 and the interval is the whole line.
 */
@NullMarked
package io.agentflux.statistics;

import org.jspecify.annotations.NullMarked;
