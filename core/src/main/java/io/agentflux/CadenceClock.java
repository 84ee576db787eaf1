package io.agentflux;

import java.util.random.RandomGenerator;

/**
 * Says when the next tick of one run is due. Never built on {@code Flux.interval}, which replays in a burst what it missed: here
 * each tick is computed when the one before is done with. All times are epoch milliseconds.
 */
final class CadenceClock {

    private final Cadence cadence;
    private final TickOverflow overflow;
    private final RandomGenerator random;

    /** The tick as the rhythm has it, without jitter. */
    private long nominal;

    private long due;

    CadenceClock(Cadence cadence, TickOverflow overflow, RandomGenerator random) {
        this.cadence = cadence;
        this.overflow = overflow;
        this.random = random;
    }

    long due() {
        return due;
    }

    /** The first tick, {@code delay} and the stagger from now. */
    void begin(long now, long delay) {
        long stagger = cadence.stagger().toMillis();
        nominal = now + delay + (stagger == 0 ? 0 : (long) (random.nextDouble() * stagger));
        due = nominal;
    }

    /** A tick fired now, perhaps late: it runs all the same. Returns how many more should have fired since it was due. */
    long fired(long now) {
        long period = cadence.period().toMillis();
        if (cadence.rhythm() == Cadence.Rhythm.FIXED_DELAY || now - nominal < period) {
            return 0;
        }
        long missed = (now - nominal) / period;
        nominal += missed * period;
        return missed;
    }

    /** A cycle ended now: computes the next tick and returns how many are skipped. */
    long ended(long now) {
        long period = cadence.period().toMillis();
        if (cadence.rhythm() == Cadence.Rhythm.FIXED_DELAY) {
            nominal = now + period;
            due = jittered(now);
            return 0;
        }
        long next = nominal + period;
        if (next >= now) {
            nominal = next;
            due = jittered(now);
            return 0;
        }
        long passed = (now - next + period - 1) / period;
        if (overflow == TickOverflow.COALESCE) {
            nominal = next + (passed - 1) * period;
            due = now;
            return passed - 1;
        }
        nominal = next + passed * period;
        due = jittered(now);
        return passed;
    }

    /** The next tick is due at {@code instant}, and the rhythm goes on from there. */
    void resumeAt(long instant) {
        nominal = instant;
        due = nominal;
    }

    private long jittered(long now) {
        if (cadence.jitter() == 0) {
            return nominal;
        }
        double share = cadence.jitter() * (2 * random.nextDouble() - 1);
        return Math.max(now, nominal + Math.round(share * cadence.period().toMillis()));
    }
}
