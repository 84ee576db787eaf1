package io.agentflux.sandbox.experiment;

import io.agentflux.arena.ExperimentStatus;
import io.agentflux.sandbox.store.StoreFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** What an experiment does by itself when its time comes: it starts, its people live their days, it ends. */
final class Timetable {

    private static final Logger LOG = LoggerFactory.getLogger(Timetable.class);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    /** Longer than any process lives, and not too long for a scheduler, which counts nanoseconds. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(100 * 365);

    private final Experiment experiment;
    private final ExperimentSpec spec;
    private final Scheduler scheduler;
    private final Disposable.Swap nextStep = Disposables.swap();

    /** Whether the people live a day, or have lived one that is not kept yet, or live no other: who sets it has them alone. */
    private final AtomicBoolean peopleTaken = new AtomicBoolean();

    private volatile @Nullable Instant dayDue;
    private volatile boolean closed;

    Timetable(Experiment experiment, Scheduler scheduler) {
        this.experiment = experiment;
        this.spec = experiment.spec();
        this.scheduler = scheduler;
    }

    /** Plans anew where the experiment has moved on. */
    void follow(ExperimentState before, ExperimentState after) {
        boolean dayPassed = before.daysPlayed() != after.daysPlayed();
        if (dayPassed) {
            peopleTaken.set(false);
        }
        if (dayPassed || before.status() != after.status()) {
            resume(after);
        }
    }

    /** Lets time go on. */
    void resume(ExperimentState state) {
        if (state.status() == ExperimentStatus.RECRUITING && spec.startsAt() != null) {
            Duration wait = Duration.between(experiment.now(), spec.startsAt());
            schedule(() -> moveTo(ExperimentStatus.RUNNING, "the start was set"), wait);
        } else if (state.status() != ExperimentStatus.RUNNING) {
            dayDue = null;
            nextStep.update(Disposables.disposed());
            endIfOver(state);
        } else if (spec.days() != null && state.daysPlayed() >= spec.days()) {
            moveTo(ExperimentStatus.COMPLETED, "day " + state.daysPlayed() + " was the last one");
        } else {
            Instant due = nextDayDue();
            dayDue = due;
            schedule(this::playDay, Duration.between(experiment.now(), due));
        }
    }

    /** Lets time stand still for good. */
    void close() {
        closed = true;
        nextStep.dispose();
    }

    /**
     * A day length after the last day was due, so that the time it takes to live and keep a day delays no later one; a day length
     * from now, if that is off by more than a day, since the process was asleep or somebody set the clock.
     */
    private Instant nextDayDue() {
        Instant now = experiment.now();
        Instant last = dayDue;
        Instant regular = now.plus(spec.dayLength());
        if (last == null) {
            return regular;
        }
        Instant next = last.plus(spec.dayLength());
        boolean isPast = next.plus(spec.dayLength()).isBefore(now);
        boolean isFar = regular.plus(spec.dayLength()).isBefore(next);
        return isPast || isFar ? regular : next;
    }

    /** Nothing comes after the end but reading; a day that is lived just now ends it when it is kept. */
    private void endIfOver(ExperimentState state) {
        if (state.isOver() && peopleTaken.compareAndSet(false, true)) {
            experiment.end();
        }
    }

    private void schedule(Runnable step, Duration wait) {
        if (!closed) {
            long nanos = wait.compareTo(LONGEST_WAIT) < 0 ? wait.toNanos() : LONGEST_WAIT.toNanos();
            nextStep.update(scheduler.schedule(step, Math.max(0, nanos), TimeUnit.NANOSECONDS));
        }
    }

    private void moveTo(ExperimentStatus next, String reason) {
        experiment.moveTo(next, Cause.automatic(reason)).subscribe(done -> {}, failure -> {
            if (failure instanceof IllegalStateException || failure instanceof StoreFailedException) {
                LOG.debug("{}", failure.getMessage());
            } else {
                schedule(() -> moveTo(next, reason), RETRY_PAUSE);
            }
        });
    }

    private void playDay() {
        if (!peopleTaken.compareAndSet(false, true)) {
            return;
        }
        ExperimentState morning = experiment.state();
        if (morning.status() != ExperimentStatus.RUNNING) {
            peopleTaken.set(false);
            endIfOver(experiment.state());
            return;
        }
        int day = morning.daysPlayed() + 1;
        List<Occurrence.LivedDay> lived;
        try {
            lived = experiment.playDay(morning);
        } catch (RuntimeException | Error defect) {
            // some of the people may have lived it, so it cannot be lived once more
            LOG.error(
                    "experiment '{}' could not live day {}; its time stands still until the sandbox is started again",
                    spec.name(),
                    day,
                    defect);
            return;
        }
        keep(new Occurrence.DayPassed(day, lived, experiment.now()));
    }

    /** The people have lived this day, so it is kept, however long that takes; no other day begins before. */
    private void keep(Occurrence.DayPassed day) {
        experiment.keep(day).subscribe(done -> {}, failure -> {
            if (!closed && !(failure instanceof StoreFailedException)) {
                scheduler.schedule(() -> keep(day), RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }
}
