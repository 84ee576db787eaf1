package io.agentflux.sandbox.metrics;

import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.sandbox.population.PeopleSnapshot;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The six signals over a window, by running sums over people: first the sums of which the values are made, then the squared
 * deviations from them. The same terms in the same order as {@link MetricSample}, so the same bits, without an array for
 * each metric.
 */
final class WindowFigures {

    private final PeopleSnapshot first;
    private final PeopleSnapshot last;

    // counts are whole numbers that doubles hold exactly
    private double personDays;
    private double scans;
    private double points;
    private double retained;
    private double assigned;
    private double completed;
    private double streakDays;
    private double valid;
    private int peopleAssigned;
    private int peopleScanning;

    private double scanSquares;
    private double pointSquares;
    private double retainedSquares;
    private double missionSquares;
    private double streakSquares;
    private double validSquares;

    private WindowFigures(PeopleSnapshot first, PeopleSnapshot last) {
        this.first = first;
        this.last = last;
    }

    /**
     * The signals of a window.
     *
     * @param window everybody before the first day and after each day, at least one day
     */
    static Map<Metric, MetricSignal> of(List<PeopleSnapshot> window) {
        PeopleSnapshot last = window.get(window.size() - 1);
        WindowFigures figures = new WindowFigures(window.get(0), last);
        figures.eachTenure(window, figures::addTerms);
        figures.eachTenure(window, figures::addSquares);
        return figures.signals();
    }

    private interface Tenure {
        void of(int firstPerson, int untilPerson, int days);
    }

    /** People in the order of their arrival: those who were there for the whole window, then the newcomers of each day. */
    private void eachTenure(List<PeopleSnapshot> window, Tenure tenure) {
        int from = 0;
        for (int evening = 1; evening < window.size(); evening++) {
            int until = window.get(evening).people();
            tenure.of(from, until, window.size() - evening);
            from = until;
        }
    }

    private int scansOf(int person) {
        return last.scans(person) - (person < first.people() ? first.scans(person) : 0);
    }

    private int validOf(int person) {
        return last.validFeedback(person) - (person < first.people() ? first.validFeedback(person) : 0);
    }

    private int assignedOf(int person) {
        return last.missionsAssigned(person) - (person < first.people() ? first.missionsAssigned(person) : 0);
    }

    private int completedOf(int person) {
        return last.missionsCompleted(person) - (person < first.people() ? first.missionsCompleted(person) : 0);
    }

    private double pointsOf(int person) {
        return (last.pointTenths(person) - (person < first.people() ? first.pointTenths(person) : 0)) / 10.0;
    }

    private void addTerms(int firstPerson, int untilPerson, int days) {
        long sumOfScans = 0;
        long sumOfValid = 0;
        long sumOfAssigned = 0;
        long sumOfCompleted = 0;
        long sumOfStreaks = 0;
        int stillActive = 0;
        double sumOfPoints = points;
        for (int person = firstPerson; person < untilPerson; person++) {
            int ownScans = scansOf(person);
            int ownAssigned = assignedOf(person);
            sumOfScans += ownScans;
            sumOfValid += validOf(person);
            sumOfPoints += pointsOf(person);
            sumOfAssigned += ownAssigned;
            sumOfCompleted += completedOf(person);
            sumOfStreaks += last.streak(person);
            stillActive += last.activeThisWeek(person) ? 1 : 0;
            peopleScanning += ownScans > 0 ? 1 : 0;
            peopleAssigned += ownAssigned > 0 ? 1 : 0;
        }
        personDays += (double) days * (untilPerson - firstPerson);
        scans += (double) sumOfScans;
        valid += (double) sumOfValid;
        points = sumOfPoints;
        assigned += (double) sumOfAssigned;
        completed += (double) sumOfCompleted;
        streakDays += (double) sumOfStreaks;
        retained += stillActive;
    }

    private void addSquares(int firstPerson, int untilPerson, int days) {
        double scansExpected = ratio(scans, personDays) * days;
        double pointsExpected = ratio(points, personDays) * days;
        double retentionRate = ratio(retained, last.people());
        double missionCompletion = ratio(completed, assigned);
        double streakLength = ratio(streakDays, last.people());
        double feedbackQuality = ratio(valid, scans);
        double ofScans = scanSquares;
        double ofPoints = pointSquares;
        double ofRetained = retainedSquares;
        double ofMissions = missionSquares;
        double ofStreaks = streakSquares;
        double ofValid = validSquares;
        for (int person = firstPerson; person < untilPerson; person++) {
            int ownScans = scansOf(person);
            ofScans += square(ownScans - scansExpected);
            ofPoints += square(pointsOf(person) - pointsExpected);
            ofRetained += square((last.activeThisWeek(person) ? 1 : 0) - retentionRate);
            ofMissions += square(completedOf(person) - missionCompletion * assignedOf(person));
            ofStreaks += square(last.streak(person) - streakLength);
            ofValid += square(validOf(person) - feedbackQuality * ownScans);
        }
        scanSquares = ofScans;
        pointSquares = ofPoints;
        retainedSquares = ofRetained;
        missionSquares = ofMissions;
        streakSquares = ofStreaks;
        validSquares = ofValid;
    }

    private Map<Metric, MetricSignal> signals() {
        int people = last.people();
        Map<Metric, MetricSignal> signals = new EnumMap<>(Metric.class);
        signals.put(Metric.SCAN_FREQUENCY, signal(scans, personDays, scanSquares, people));
        signals.put(Metric.XP_VELOCITY, signal(points, personDays, pointSquares, people));
        signals.put(Metric.RETENTION_RATE, signal(retained, people, retainedSquares, people));
        signals.put(Metric.MISSION_COMPLETION, signal(completed, assigned, missionSquares, peopleAssigned));
        signals.put(Metric.STREAK_LENGTH, signal(streakDays, people, streakSquares, people));
        signals.put(Metric.FEEDBACK_QUALITY, signal(valid, scans, validSquares, peopleScanning));
        return Collections.unmodifiableMap(signals);
    }

    private static MetricSignal signal(double numerators, double denominators, double squares, int people) {
        Double deviation = people < 2 ? null : Math.sqrt(squares / (people - 1)) / (denominators / people);
        return MetricSignal.of(ratio(numerators, denominators), deviation, people);
    }

    private static double ratio(double numerators, double denominators) {
        return denominators > 0 ? numerators / denominators : 0;
    }

    private static double square(double x) {
        return x * x;
    }
}
