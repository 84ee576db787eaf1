package io.agentflux.sandbox.activity;

import io.agentflux.arena.Economy;
import io.agentflux.sandbox.experiment.Cohort;
import io.agentflux.sandbox.experiment.Cohorts;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.metrics.MetricsEngine;
import io.agentflux.sandbox.population.Activity;
import io.agentflux.sandbox.population.LivePopulation;
import io.agentflux.sandbox.progress.ProgressBoard;
import io.agentflux.sandbox.store.ExperimentEvent;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Real people as the people of a variant. They live their days themselves; here a day only ends. */
final class LiveCohort implements Cohort {

    /** How long what was told is remembered in memory; the store remembers it for good. */
    private static final int REMEMBERED_DAYS = 7;

    private final LivePopulation people;
    private final MetricsEngine metrics;
    private final ProgressBoard progress;
    private final Map<String, Activity> recent = new LinkedHashMap<>();
    private boolean isOver;

    private LiveCohort(int streakFreezes, boolean bySite) {
        people = LivePopulation.create(streakFreezes);
        metrics = bySite ? MetricsEngine.attachBySite(people, people::siteOfPeople) : MetricsEngine.attach(people);
        progress = new ProgressBoard(people, metrics.lastEvening());
    }

    /** Real people for any experiment. */
    static Cohorts factory() {
        return (experiment, variant) ->
                new LiveCohort(variant.streakFreezes(), experiment.people().isBySite());
    }

    @Override
    public void playDay(Economy economy) {
        people.endDay();
        metrics.recordDay();
        progress.recordDay(metrics.lastEvening());
    }

    /** Nothing is told any more either; what is on its way is still counted. */
    @Override
    public synchronized void end() {
        isOver = true;
        recent.clear();
        metrics.end();
    }

    @Override
    public Optional<ProgressBoard> progress() {
        return Optional.of(progress);
    }

    @Override
    public MetricsEngine metrics() {
        return metrics;
    }

    @Override
    public void recover(ExperimentEvent event) {
        if (event.type().equals(EventType.ACTIVITY)) {
            add(event.id(), ActivityJson.read(event));
        }
    }

    LivePopulation people() {
        return people;
    }

    /** Takes note of what is kept. For one thread at a time. */
    synchronized void add(String id, Activity activity) {
        people.add(activity);
        if (isOver) {
            return;
        }
        recent.put(id, activity);
        Iterator<Activity> oldest = recent.values().iterator();
        while (oldest.next().day() < activity.day() - REMEMBERED_DAYS) {
            oldest.remove();
        }
    }

    /** What was told under this id lately, null if nothing was. */
    synchronized @Nullable Activity recent(String id) {
        return recent.get(id);
    }
}
