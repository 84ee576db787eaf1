package io.agentflux.sandbox.store;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/** Watches whether a writer gets its work done. Whoever writes tells it; anybody may ask. */
final class WriterWatch {

    /** How long a write may take, and how long more may come than can be written, before anybody is told. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(WriterWatch.class);
    private static final long NEVER = Long.MIN_VALUE;

    private final Scheduler clock;
    private volatile @Nullable Obstacle lasting;
    private volatile long writingSince = NEVER;
    private volatile long overloadedSince = NEVER;

    WriterWatch(Scheduler clock) {
        this.clock = clock;
    }

    void writing() {
        writingSince = now();
    }

    void written() {
        writingSince = NEVER;
    }

    /** A write failed: nothing is kept until one is made again. Told to the log once for a cause. */
    void failed(Obstacle cause, Throwable failure) {
        if (lasting != cause) {
            LOG.warn("nothing is kept at the moment: {}", failure.getMessage());
        }
        LOG.debug("a write failed", failure);
        lasting = cause;
    }

    /** A write was made. */
    void recovered() {
        if (lasting != null) {
            LOG.info("the store keeps changes again");
            lasting = null;
        }
    }

    boolean hasFailed() {
        return lasting != null;
    }

    /** More came in than may wait. */
    void overloaded() {
        if (overloadedSince == NEVER) {
            overloadedSince = now();
        }
    }

    /** There is room again for what comes in. */
    void relieved() {
        overloadedSince = NEVER;
    }

    /** What is the matter at the moment. */
    Optional<Obstacle> obstacle() {
        if (lasting != null) {
            return Optional.ofNullable(lasting);
        }
        if (isLongAgo(writingSince)) {
            return Optional.of(Obstacle.SLOW);
        }
        return isLongAgo(overloadedSince) ? Optional.of(Obstacle.OVERLOADED) : Optional.empty();
    }

    private boolean isLongAgo(long instant) {
        return instant != NEVER && now() - instant > PATIENCE.toMillis();
    }

    private long now() {
        return clock.now(TimeUnit.MILLISECONDS);
    }
}
