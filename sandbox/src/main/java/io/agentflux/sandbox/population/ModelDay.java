package io.agentflux.sandbox.population;

import static io.agentflux.sandbox.population.BehaviourConstant.*;

import io.agentflux.arena.Economy;
import org.jspecify.annotations.Nullable;

/**
 * The model compiled for one day and one economy, ready to be played by any number of blocks in any order. What is the
 * same for all people is worked out here, once, with all the precision it takes; the parts then run over people with
 * nothing but additions, multiplications and divisions of floats, which give the same bits on every machine.
 */
final class ModelDay {

    private static final int SATURDAY = 5;
    private static final int MONDAY = 0;

    private final int day;
    private final boolean outage;
    private final boolean monday;
    private final Opening opening;
    private final Scanning scanning;
    private final ScanOutcomes outcomes;
    private final ActiveDay activeDay;
    private final StateUpdate stateUpdate;
    private final Churn churn;
    private final OutageDay outageDay;
    private final @Nullable StreakFreezes freezes;

    /**
     * @param day the day; day 0 is a Monday
     * @param outage whether the app is down all day
     * @param climate what multiplies the odds of opening of everybody on this day
     * @param freezes what saves streaks; null if nothing does
     */
    ModelDay(
            BehaviourConstants constants,
            Economy economy,
            int day,
            boolean outage,
            double climate,
            @Nullable StreakFreezes freezes) {
        this.freezes = freezes;
        this.day = day;
        this.outage = outage;
        int weekday = Math.floorMod(day, 7);
        monday = weekday == MONDAY;
        DayEconomy dayEconomy = new DayEconomy(constants, economy);
        opening = new Opening(constants, dayEconomy, climate, weekday >= SATURDAY);
        scanning = new Scanning(constants, dayEconomy);
        outcomes = new ScanOutcomes(constants, dayEconomy);
        activeDay = new ActiveDay(constants, dayEconomy, outcomes.feedbackPay());
        stateUpdate = new StateUpdate(constants, dayEconomy);
        churn = new Churn(constants);
        outageDay = new OutageDay(constants);
    }

    /** Plays the day with the people of one block. */
    void play(PersonBlock people, DayScratch scratch, DaySums sums) {
        sums.enrolled += people.size();
        if (outage) {
            outageDay.play(people, sums);
            return;
        }
        long dayOffset = RandomWords.dayOffset(day);
        if (monday) {
            Missions.assign(people, dayOffset, sums);
        }
        opening.weigh(people, scratch);
        Opening.decide(people, scratch, dayOffset);
        scanning.expect(people, scratch);
        outcomes.weigh(people, scratch);
        Scanning.draw(people, scratch, dayOffset);
        outcomes.draw(people, scratch, dayOffset);
        activeDay.settle(people, scratch, dayOffset, sums);
        updateState(people, scratch, sums);
        churn.hazard(people, scratch);
        churn.leaveOrReturn(people, scratch, day, sums);
    }

    private void updateState(PersonBlock people, DayScratch scratch, DaySums sums) {
        if (freezes == null) {
            stateUpdate.apply(people, scratch);
            return;
        }
        freezes.setAside(people, scratch);
        stateUpdate.apply(people, scratch);
        freezes.giveBack(people, scratch, sums);
    }
}
