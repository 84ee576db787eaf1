package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

class RequestRateTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.EPOCH);

    @Test
    @DisplayName("over a minute somebody gets the rate and one second's worth on top, not one request more")
    void holdsTheRate() {
        RequestRate rate = new RequestRate(50, SECOND, clock);
        int taken = 0;
        for (int millis = 0; millis < 60_000; millis += 5) {
            clock.advanceTo(Instant.EPOCH.plus(Duration.ofMillis(millis)));
            taken += rate.tryTake("token") == 0 ? 1 : 0;
        }

        assertThat(taken).isEqualTo(50 * 60 + 49);
    }

    @Test
    @DisplayName("who finds the bucket empty is told when there is something in it again, and looking takes nothing")
    void tellsWhenToTryAgain() {
        RequestRate rate = new RequestRate(2, 60 * SECOND, clock);

        assertThat(rate.waitSeconds("a")).isZero();
        assertThat(rate.tryTake("a")).isZero();
        assertThat(rate.tryTake("a")).isZero();
        assertThat(rate.tryTake("a")).isEqualTo(30);
        assertThat(rate.waitSeconds("a")).isEqualTo(30);
        assertThat(rate.waitSeconds("b")).isZero();
        clock.advanceTo(Instant.EPOCH.plusSeconds(29));
        assertThat(rate.waitSeconds("a")).isEqualTo(1);
        clock.advanceTo(Instant.EPOCH.plusSeconds(30));
        assertThat(rate.waitSeconds("a")).isZero();
        assertThat(rate.tryTake("a")).isZero();
        assertThat(rate.tryTake("a")).isEqualTo(30);
    }

    @Test
    @DisplayName(
            "what is remembered is bounded: who comes when it is full shares a bucket, until the others are forgotten")
    void isBounded() {
        RequestRate rate = new RequestRate(1, SECOND, clock);
        for (int token = 0; token < RequestRate.FORGETS_ABOVE; token++) {
            assertThat(rate.tryTake("token-" + token)).isZero();
        }

        assertThat(rate.tryTake("token-7")).isEqualTo(1);
        assertThat(rate.tryTake("late")).isZero();
        assertThat(rate.tryTake("later")).isEqualTo(1);
        assertThat(rate.waitSeconds("latest")).isEqualTo(1);
        assertThat(rate.rememberedSize()).isEqualTo(RequestRate.FORGETS_ABOVE + 1);

        clock.advanceTo(Instant.EPOCH.plusSeconds(1));
        assertThat(rate.tryTake("another")).isZero();
        assertThat(rate.rememberedSize()).isEqualTo(1);
    }

    /** Tells whatever time it is set to. */
    private static final class SetClock implements Scheduler {
        private long seconds = 3600;

        @Override
        public long now(TimeUnit unit) {
            return unit.convert(seconds, TimeUnit.SECONDS);
        }

        @Override
        public Disposable schedule(Runnable task) {
            throw new RejectedExecutionException("it only tells the time");
        }

        @Override
        public Worker createWorker() {
            throw new RejectedExecutionException("it only tells the time");
        }
    }

    @Test
    @DisplayName("a clock that is set back makes nobody wait for the time that it was set back by")
    void bearsClocksSetBack() {
        SetClock wall = new SetClock();
        RequestRate rate = new RequestRate(2, 60 * SECOND, wall);
        rate.tryTake("a");
        rate.tryTake("a");

        wall.seconds = 0;
        assertThat(rate.waitSeconds("a")).isEqualTo(30);
        assertThat(rate.tryTake("a")).isEqualTo(30);
        wall.seconds = 30;
        assertThat(rate.tryTake("a")).isZero();
    }
}
