package io.agentflux.sandbox.metrics;

import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.sandbox.population.PeopleSnapshot;
import io.agentflux.sandbox.population.Population;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What agents see of a population: the six metrics, and perhaps some more, over a trailing window of days, from what each
 * person did. Everybody enrolled counts, active or not.
 *
 * <p>Attach it on the first morning of an experiment and call {@link #recordDay()} after each day. The window is seven
 * days; before so many are recorded it is the days recorded. SCAN_FREQUENCY, XP_VELOCITY,
 * MISSION_COMPLETION and FEEDBACK_QUALITY are sums over the window; RETENTION_RATE and STREAK_LENGTH are as on its last
 * evening.
 *
 * <p>For one thread at a time. Keeps one copy of everybody's counters, about 23 bytes per person, for each day of the
 * window.
 */
public final class MetricsEngine {

    /** Over how many days is measured: a week, so that weekends do not show. */
    public static final int WINDOW_DAYS = 7;

    private @Nullable Population population;
    private final Deque<PeopleSnapshot> window = new ArrayDeque<>();
    private final long scansBefore;
    private List<ExtraMetric> extra = List.of();
    private RecentActivity activity;
    private final @Nullable Supplier<int[]> siteOfPeople;
    private @Nullable Map<Metric, MetricSignal> signals;
    private @Nullable Evening lastOfAll;

    private MetricsEngine(Population population, @Nullable Supplier<int[]> siteOfPeople) {
        this.population = population;
        this.siteOfPeople = siteOfPeople;
        PeopleSnapshot start = population.snapshot();
        window.add(start);
        scansBefore = scans(start);
        activity = RecentActivity.before(start);
    }

    private static long scans(PeopleSnapshot snapshot) {
        long scans = 0;
        for (int person = 0; person < snapshot.people(); person++) {
            scans += snapshot.scans(person);
        }
        return scans;
    }

    /** An engine that sees what people do from now on. */
    public static MetricsEngine attach(Population population) {
        return new MetricsEngine(population, null);
    }

    /**
     * An engine for people who were assigned to variants by whole sites, which are then what is compared.
     *
     * @param siteOfPeople tells the number of each person's site, by index, from 0; asked each time an evening is looked at
     */
    public static MetricsEngine attachBySite(Population population, Supplier<int[]> siteOfPeople) {
        return new MetricsEngine(population, siteOfPeople);
    }

    /**
     * Measures these beside the six. Takes another 4 bytes per person, and a pass over all people after each day.
     *
     * @throws IllegalStateException if a day was recorded already
     */
    public void measureAlso(List<ExtraMetric> metrics) {
        if (window.size() > 1 && !metrics.isEmpty()) {
            throw new IllegalStateException("Extra metrics need every day since the experiment began, and day "
                    + window.getLast().day() + " is recorded already; name them before the first day");
        }
        extra = List.copyOf(metrics);
    }

    /**
     * Takes note of the day that is just over.
     *
     * @throws IllegalStateException if not exactly one day was played since the last call
     */
    public void recordDay() {
        Population living = population;
        if (living == null) {
            throw new IllegalStateException("Day " + window.getLast().day() + " was said to be the last one");
        }
        int expected = window.getLast().day() + 1;
        if (living.lastDay() != expected) {
            throw new IllegalStateException("The last day of the population is " + living.lastDay()
                    + " and the metrics expect day " + expected + "; record each day once, after it is played");
        }
        if (window.size() > WINDOW_DAYS) {
            window.removeFirst();
        }
        window.addLast(living.snapshot());
        if (!extra.isEmpty()) {
            activity = activity.after(window.getLast());
        }
        signals = null;
    }

    /**
     * Takes note that no other day will be recorded, so that what only another day would need is forgotten. Everything that can be
     * asked for stays as it is.
     */
    public void end() {
        if (lastOfAll == null) {
            signals = signals();
            lastOfAll = evening();
            population = null;
            // those that the head count compares
            while (window.size() > 2) {
                window.removeFirst();
            }
        }
    }

    /** Everybody on the last evening recorded. */
    public PeopleSnapshot lastEvening() {
        return window.getLast();
    }

    /** The six metrics. A metric behind which there is nobody is 0 with a sample of 0. */
    public Map<Metric, MetricSignal> signals() {
        Map<Metric, MetricSignal> known = signals;
        if (known == null) {
            known = compute();
            signals = known;
        }
        return known;
    }

    private Map<Metric, MetricSignal> compute() {
        if (window.size() > 1) {
            return WindowFigures.of(List.copyOf(window));
        }
        Map<Metric, MetricSignal> nothing = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            nothing.put(metric, MetricSignal.of(0, null, 0));
        }
        return Collections.unmodifiableMap(nothing);
    }

    /** The six metrics by name, and after them the extra ones in the order in which they were named. */
    public Map<String, MetricSignal> signalsByName() {
        Map<String, MetricSignal> byName = new LinkedHashMap<>();
        signals().forEach((metric, signal) -> byName.put(metric.name(), signal));
        extra.forEach(metric -> byName.put(metric.name(), signal(metric.sample(activity))));
        return byName;
    }

    private static MetricSignal signal(MetricSample sample) {
        double deviation = sample.standardDeviation();
        return MetricSignal.of(sample.value(), Double.isNaN(deviation) ? null : deviation, sample.people());
    }

    /** What the metrics are made from, to be looked at later or on another thread. */
    public Evening evening() {
        Evening known = lastOfAll;
        return known != null
                ? known
                : new Evening(List.copyOf(window), extra, activity, siteOfPeople == null ? null : siteOfPeople.get());
    }

    /** Who is there and what they did, without any averaging. */
    public Headcount headcount() {
        PeopleSnapshot last = window.getLast();
        PeopleSnapshot before = lastButOne();
        int activeToday = 0;
        int activeThisWeek = 0;
        for (int person = 0; person < last.people(); person++) {
            int daysBefore = person < before.people() ? before.activeDays(person) : 0;
            if (last.activeDays(person) > daysBefore) {
                activeToday++;
            }
            if (last.activeThisWeek(person)) {
                activeThisWeek++;
            }
        }
        return new Headcount(last.people(), activeToday, activeThisWeek, scans(last) - scansBefore);
    }

    private PeopleSnapshot lastButOne() {
        PeopleSnapshot before = window.getLast();
        for (PeopleSnapshot snapshot : window) {
            if (snapshot.day() == window.getLast().day() - 1) {
                before = snapshot;
            }
        }
        return before;
    }
}
