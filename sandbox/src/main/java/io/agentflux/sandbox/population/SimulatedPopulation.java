package io.agentflux.sandbox.population;

import io.agentflux.arena.Economy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongPredicate;

/**
 * Simulated people of one world under one economy. What happens to a person depends on the seed, the person and the
 * economies played, and on nothing else: not on how many people there are, nor on threads, blocks or the order of
 * anything.
 *
 * <p>A population is one mutable world for one thread at a time. {@link #fork()} gives the very same people a second
 * life, which is how two economies are compared with the least variance.
 */
public final class SimulatedPopulation implements Population {

    private final Scenario scenario;
    private final List<PersonBlock> blocks;
    private final List<ReactionToChange> reactions;
    private final List<DayTotals> history;
    private final DayScratch scratch = new DayScratch();
    private int people;
    private int nextDay;

    private SimulatedPopulation(
            Scenario scenario,
            List<PersonBlock> blocks,
            List<ReactionToChange> reactions,
            List<DayTotals> history,
            int nextDay) {
        this.scenario = scenario;
        this.blocks = blocks;
        this.reactions = reactions;
        this.history = history;
        this.nextDay = nextDay;
        people = blocks.stream().mapToInt(PersonBlock::size).sum();
    }

    /** People 0 to {@code people - 1} of the world of a seed, on the morning of the first day of the burn-in. */
    public static SimulatedPopulation create(Scenario scenario, long seed, int people) {
        return create(scenario, seed, people, person -> true);
    }

    /** Those of the people 0 to {@code people - 1} who are members, such as of one variant of an experiment. */
    public static SimulatedPopulation create(Scenario scenario, long seed, int people, LongPredicate members) {
        return create(scenario, seed, people, members, PersonBlock.CAPACITY);
    }

    static SimulatedPopulation create(Scenario scenario, long seed, int people, LongPredicate members, int blockSize) {
        if (people < 0) {
            throw new IllegalArgumentException("A population of " + people + " people has no meaning; give at least 0");
        }
        List<PersonBlock> blocks = new Newcomers(scenario, seed, members, blockSize).enrol(0, people);
        List<ReactionToChange> reactions = new ArrayList<>();
        for (Tenant tenant : scenario.effectiveTenants()) {
            reactions.add(new ReactionToChange(tenant.defaultEconomy()));
        }
        return new SimulatedPopulation(scenario, blocks, reactions, new ArrayList<>(), -scenario.burnInDays());
    }

    /** The very same people in the same state, with a future of their own. */
    public SimulatedPopulation fork() {
        List<PersonBlock> forkedBlocks = new ArrayList<>();
        blocks.forEach(block -> forkedBlocks.add(block.fork()));
        List<ReactionToChange> forkedReactions = new ArrayList<>();
        reactions.forEach(reaction -> forkedReactions.add(reaction.fork()));
        return new SimulatedPopulation(scenario, forkedBlocks, forkedReactions, new ArrayList<>(history), nextDay);
    }

    /** Plays the days of the burn-in that are left, each tenant under its default economy. */
    public void playBurnIn() {
        while (nextDay < 0) {
            playDay(Tenant::defaultEconomy);
        }
    }

    /**
     * Plays the next day under an economy.
     *
     * @throws IllegalArgumentException if a reward is larger than the model can bear
     */
    public DayTotals playDay(Economy economy) {
        return playDay(tenant -> economy);
    }

    /** Plays the next day under an economy for each tenant. */
    public DayTotals playDay(Function<Tenant, Economy> economies) {
        List<ModelDay> days = compile(economies);
        DaySums sums = new DaySums();
        for (PersonBlock block : blocks) {
            days.get(block.tenant).play(block, scratch, sums);
        }
        return finish(sums);
    }

    /** Plays some days under one economy, all days of one block before the next block, which is faster. */
    public List<DayTotals> playDays(Economy economy, int days) {
        List<List<ModelDay>> compiled = new ArrayList<>();
        List<DaySums> sums = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            compiled.add(compile(tenant -> economy, nextDay + day));
            sums.add(new DaySums());
        }
        for (PersonBlock block : blocks) {
            for (int day = 0; day < days; day++) {
                compiled.get(day).get(block.tenant).play(block, scratch, sums.get(day));
            }
        }
        List<DayTotals> played = new ArrayList<>();
        sums.forEach(sum -> played.add(finish(sum)));
        return played;
    }

    private List<ModelDay> compile(Function<Tenant, Economy> economies) {
        return compile(economies, nextDay);
    }

    private List<ModelDay> compile(Function<Tenant, Economy> economies, int day) {
        BehaviourConstants constants = scenario.constantsOn(day);
        double climate = scenario.climateOn(day);
        boolean outage = scenario.outageOn(day);
        List<Tenant> tenants = scenario.effectiveTenants();
        List<ModelDay> compiled = new ArrayList<>();
        for (int tenant = 0; tenant < tenants.size(); tenant++) {
            Economy economy = economies.apply(tenants.get(tenant));
            double odds = reactions.get(tenant).meet(constants, economy, climate);
            compiled.add(new ModelDay(constants, economy, day, outage, odds));
        }
        return compiled;
    }

    private DayTotals finish(DaySums sums) {
        DayTotals totals = sums.toTotals(nextDay);
        history.add(totals);
        nextDay++;
        return totals;
    }

    /** The scenario. */
    public Scenario scenario() {
        return scenario;
    }

    @Override
    public int people() {
        return people;
    }

    /** The day that is played next. */
    public int nextDay() {
        return nextDay;
    }

    @Override
    public int lastDay() {
        return nextDay - 1;
    }

    @Override
    public PeopleSnapshot snapshot() {
        return PeopleSnapshot.of(blocks, people, lastDay());
    }

    /** The totals of all days played since the population was created, the first day first. */
    public List<DayTotals> history() {
        return Collections.unmodifiableList(history);
    }

    /**
     * The totals of some days played.
     *
     * @param fromDay the first day
     * @param untilDay the day after the last
     */
    public List<DayTotals> history(int fromDay, int untilDay) {
        return history.stream()
                .filter(totals -> totals.day() >= fromDay && totals.day() < untilDay)
                .toList();
    }

    /** The id of a person in the world. */
    public long personId(int person) {
        int first = 0;
        for (PersonBlock block : blocks) {
            if (person < first + block.size()) {
                return block.id[person - first];
            }
            first += block.size();
        }
        throw new IndexOutOfBoundsException("There is no person " + person + " among " + people);
    }

    /** A hash of every bit of everybody's state, whatever the order of people; shards of one world combine by xor. */
    public long stateHash() {
        long hash = 0;
        for (PersonBlock block : blocks) {
            float[][] state = block.state();
            for (int i = 0; i < block.size(); i++) {
                for (int part = 0; part < state.length; part++) {
                    hash ^= RandomWords.mix(
                            RandomWords.mix(block.id[i] * 16 + part) ^ Float.floatToRawIntBits(state[part][i]));
                }
            }
        }
        return hash;
    }

    List<PersonBlock> blocks() {
        return blocks;
    }
}
