package io.agentflux.sandbox.oracle;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.guardrail.Guardrail;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.guardrail.Proposal;
import io.agentflux.guardrail.Verdict;
import io.agentflux.sandbox.population.SimulatedPopulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Economies to aim at, one after another, each for an equal part of the horizon. With one economy it is the attempt to hold
 * that economy all the time.
 *
 * @param targets the economies in order, at least one
 */
public record Schedule(List<Economy> targets) {

    /** Copies the list; refuses an empty one. */
    public Schedule {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("A schedule without an economy; give at least one");
        }
    }

    /** The schedule that aims at one economy all the time. */
    public static Schedule hold(Economy economy) {
        return new Schedule(List.of(economy));
    }

    /** The number of phases. */
    public int phases() {
        return targets.size();
    }

    /** The same schedule with every phase split into two. */
    Schedule halved() {
        return new Schedule(
                targets.stream().flatMap(target -> Stream.of(target, target)).toList());
    }

    /** The economies aimed at on each day of a horizon. */
    public List<Economy> path(int horizonDays) {
        return IntStream.range(0, horizonDays)
                .mapToObj(day -> targetOn(day, horizonDays))
                .toList();
    }

    /** Lets people live a day under each economy, one after another. */
    public static void live(SimulatedPopulation people, List<Economy> path) {
        int day = 0;
        while (day < path.size()) {
            int until = day + 1;
            while (until < path.size() && path.get(until).equals(path.get(day))) {
                until++;
            }
            people.playDays(path.get(day), until - day);
            day = until;
        }
    }

    /** The economy aimed at on a day of a horizon. */
    public Economy targetOn(int day, int horizonDays) {
        return targets.get((int) ((long) day * targets.size() / horizonDays));
    }

    /**
     * The economies in force on each day if guardrails cut back every step: from the first morning on, an update towards the
     * target is made as soon as the last one is an update interval ago, until the target is reached. The path is what an
     * agent could have done that had known the schedule.
     *
     * @param before the economy in force before day 0
     * @param limits how often and how far the economy may change
     * @param horizonDays the length of the path
     */
    public List<Economy> feasiblePath(Economy before, GuardrailLimits limits, int horizonDays) {
        Guardrail clamp = Guardrail.deltaClamp(limits.deltaLimitPercent());
        List<Economy> path = new ArrayList<>(horizonDays);
        Economy current = before;
        Duration nextUpdate = Duration.ZERO;
        for (int day = 0; day < horizonDays; day++) {
            Economy target = targetOn(day, horizonDays);
            nextUpdate = later(nextUpdate, Duration.ofDays(day));
            while (nextUpdate.compareTo(Duration.ofDays(day + 1L)) < 0) {
                Economy step = stepTowards(target, current, clamp);
                if (step.equals(current)) {
                    break;
                }
                current = step;
                nextUpdate = nextUpdate.plus(limits.updateInterval());
            }
            path.add(current);
        }
        return Collections.unmodifiableList(path);
    }

    private static Duration later(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Economy stepTowards(Economy target, Economy current, Guardrail clamp) {
        Map<EconomyParameter, Double> wanted = current.changesTo(target);
        if (wanted.isEmpty()) {
            return current;
        }
        Verdict verdict = clamp.check(
                new Proposal(wanted, wanted, current, false, ExperimentStatus.RUNNING, null, null, Instant.EPOCH));
        return verdict instanceof Verdict.Passed passed ? current.with(passed.values()) : current;
    }
}
