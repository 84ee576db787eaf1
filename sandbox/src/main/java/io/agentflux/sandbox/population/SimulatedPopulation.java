package io.agentflux.sandbox.population;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Simulated people of one world under one economy. What happens to a person depends on the seed, the person and the
 * economies played, and on nothing else: not on how many people there are, nor on threads, blocks or the order of
 * anything.
 *
 * <p>A population is one mutable world for one thread at a time. {@link #fork()} gives the very same people a second
 * life, which is how two economies are compared with the least variance.
 */
public final class SimulatedPopulation implements Population {

    /** The share of people active in a week at which company neither pulls nor pushes. */
    public static final double NEUTRAL_COMPANY = .6;

    private final Scenario scenario;
    private final Newcomers newcomers;
    private final List<Tenant> tenants;
    private final List<PersonBlock> blocks = new ArrayList<>();
    private final List<ReactionToChange> reactions = new ArrayList<>();
    private final List<DayTotals> history = new ArrayList<>();
    private int people;
    private int nextDay;
    private long nextId;
    private @Nullable PeopleSnapshot evening;
    private @Nullable StreakFreezes streakFreezes;

    private SimulatedPopulation(Scenario scenario, Newcomers newcomers) {
        this.scenario = scenario;
        this.newcomers = newcomers;
        tenants = scenario.effectiveTenants();
        nextDay = -scenario.burnInDays();
    }

    /** People 0 to {@code people - 1} of the world of a seed, on the morning of the first day of the burn-in. */
    public static SimulatedPopulation create(Scenario scenario, long seed, int people) {
        return create(scenario, seed, people, person -> true);
    }

    /**
     * Those of the people 0 to {@code people - 1} who are members, such as of one variant of an experiment. Where people
     * arrive later, {@code people} is what the rate of arrivals refers to, and arrivals have to be members too.
     */
    public static SimulatedPopulation create(Scenario scenario, long seed, int people, LongPredicate members) {
        return create(scenario, seed, people, members, PersonBlock.CAPACITY);
    }

    static SimulatedPopulation create(Scenario scenario, long seed, int people, LongPredicate members, int blockSize) {
        if (people < 0) {
            throw new IllegalArgumentException("A population of " + people + " people has no meaning; give at least 0");
        }
        Scenario world = scenario.inWorld(seed);
        SimulatedPopulation created =
                new SimulatedPopulation(world, new Newcomers(world, seed, people, members, blockSize));
        created.enrol(people);
        created.tenants.forEach(tenant -> created.reactions.add(new ReactionToChange(tenant.defaultEconomy())));
        return created;
    }

    /**
     * People as they were when they were saved, going on with identical bytes.
     *
     * @param scenario the scenario with which they were created, as are the other arguments
     * @throws IOException if the stream cannot be read, or does not fit the arguments
     */
    public static SimulatedPopulation resume(
            Scenario scenario, long seed, int people, LongPredicate members, InputStream saved) throws IOException {
        SimulatedPopulation resumed = create(scenario, seed, people, members);
        PopulationArchive.read(resumed, saved);
        return resumed;
    }

    /**
     * Lets everybody hold streak freezes from the next day on, all of them at first: a day missed spends one instead of ending the
     * streak, and each week of a streak brings one back. Without, which is how scenarios are calibrated, the first day missed
     * ends the streak.
     *
     * @param most how many a person can hold
     * @throws IllegalStateException if they hold some already
     */
    public void holdStreakFreezes(int most) {
        if (streakFreezes != null) {
            throw new IllegalStateException("people hold streak freezes already; say once how many");
        }
        if (most > 0) {
            streakFreezes = new StreakFreezes(most);
        }
    }

    /**
     * Writes the state of everybody; the stream is flushed and left open.
     *
     * @throws IllegalStateException if people hold streak freezes, for which the form has no room
     */
    public void save(OutputStream stream) throws IOException {
        if (streakFreezes != null) {
            throw new IllegalStateException("people who hold streak freezes cannot be saved; play them without");
        }
        PopulationArchive.write(this, stream);
    }

    /** The very same people in the same state, with a future of their own. */
    public SimulatedPopulation fork() {
        SimulatedPopulation fork = new SimulatedPopulation(scenario, newcomers);
        blocks.forEach(block -> fork.blocks.add(block.fork()));
        reactions.forEach(reaction -> fork.reactions.add(reaction.fork()));
        fork.history.addAll(history);
        fork.people = people;
        fork.nextDay = nextDay;
        fork.nextId = nextId;
        fork.streakFreezes = streakFreezes;
        return fork;
    }

    /** Plays the days of the burn-in that are left, each tenant under its default economy. */
    public void playBurnIn() {
        playDays(Tenant::defaultEconomy, -nextDay);
    }

    /**
     * Plays the next day under an economy.
     *
     * @throws IllegalArgumentException if a reward is larger than the model can bear
     */
    public DayTotals playDay(Economy economy) {
        return playDay(tenant -> economy);
    }

    /**
     * The economy as people can live it: rewards beyond what the model can bear, where agents may get in many small steps, are
     * that much and no more.
     */
    public static Economy asModelled(Economy economy) {
        Economy modelled = economy;
        for (EconomyParameter parameter : EconomyParameter.values()) {
            if (economy.value(parameter) > DayEconomy.MOST_POINTS) {
                modelled = modelled.with(parameter, DayEconomy.MOST_POINTS);
            }
        }
        return modelled;
    }

    /** Plays the next day under an economy for each tenant. */
    public DayTotals playDay(Function<Tenant, Economy> economies) {
        return playDay(economies, shareActiveThisWeek());
    }

    /**
     * Plays the next day in company: where the scenario lets people be pulled by others (constant {@code social-pull}),
     * the others are those of all variants, who share a leaderboard, and not only those of this population.
     *
     * @param shareActive the share of the others who were active this week as of yesterday
     */
    public DayTotals playDay(Function<Tenant, Economy> economies, double shareActive) {
        enrolArrivals();
        List<ModelDay> days = compile(economies, shareActive, nextDay);
        DaySums sums = new DaySums();
        DayScratch scratch = DayScratch.ofThread();
        for (PersonBlock block : blocks) {
            days.get(block.tenant).play(block, scratch, sums);
        }
        return finish(sums);
    }

    /** Plays some days under one economy: the same as day by day, but faster. */
    public List<DayTotals> playDays(Economy economy, int days) {
        return playDays(tenant -> economy, days);
    }

    private List<DayTotals> playDays(Function<Tenant, Economy> economies, int days) {
        return playDays(economies, days, Runnable::run, 1);
    }

    /**
     * Plays some days under one economy on several threads, with the same bits as on one. Blocks the caller until all
     * tasks are done.
     *
     * @param executor runs the tasks
     * @param tasks into how many tasks to split the people
     */
    public List<DayTotals> playDays(Economy economy, int days, Executor executor, int tasks) {
        return playDays(tenant -> economy, days, executor, tasks);
    }

    private List<DayTotals> playDays(Function<Tenant, Economy> economies, int days, Executor executor, int tasks) {
        List<DayTotals> played = new ArrayList<>();
        if (daysDependOnEachOther()) {
            for (int day = 0; day < days; day++) {
                played.add(playDay(economies));
            }
            return played;
        }
        List<List<ModelDay>> compiled = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            compiled.add(compile(economies, NEUTRAL_COMPANY, nextDay + day));
        }
        List<CompletableFuture<List<DaySums>>> parts = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            int from = (int) ((long) blocks.size() * task / tasks);
            int until = (int) ((long) blocks.size() * (task + 1) / tasks);
            List<PersonBlock> part = blocks.subList(from, until);
            parts.add(CompletableFuture.supplyAsync(() -> playBlocks(part, compiled), executor));
        }
        List<DaySums> sums = parts.get(0).join();
        for (CompletableFuture<List<DaySums>> part : parts.subList(1, tasks)) {
            List<DaySums> more = part.join();
            for (int day = 0; day < days; day++) {
                sums.get(day).add(more.get(day));
            }
        }
        sums.forEach(sum -> played.add(finish(sum)));
        return played;
    }

    /** All days of one block before the next block: its people stay in the nearest cache. */
    private static List<DaySums> playBlocks(List<PersonBlock> part, List<List<ModelDay>> days) {
        DayScratch scratch = DayScratch.ofThread();
        List<DaySums> sums = new ArrayList<>();
        days.forEach(day -> sums.add(new DaySums()));
        for (PersonBlock block : part) {
            for (int day = 0; day < days.size(); day++) {
                days.get(day).get(block.tenant).play(block, scratch, sums.get(day));
            }
        }
        return sums;
    }

    private boolean daysDependOnEachOther() {
        return scenario.arrivalsPerDay() > 0 || scenario.isSocial();
    }

    private List<ModelDay> compile(Function<Tenant, Economy> economies, double shareActive, int day) {
        BehaviourConstants constants = scenario.constantsOn(day);
        double climate = scenario.climateOn(day);
        double company = constants.value(BehaviourConstant.SOCIAL_PULL) * (shareActive - NEUTRAL_COMPANY);
        boolean outage = scenario.outageOn(day);
        List<ModelDay> compiled = new ArrayList<>();
        for (int tenant = 0; tenant < tenants.size(); tenant++) {
            Economy economy = economies.apply(tenants.get(tenant));
            double odds = reactions.get(tenant).meet(constants, economy, climate * Math.max(0, 1 + company));
            compiled.add(new ModelDay(constants, economy, day, outage, odds, streakFreezes));
        }
        return compiled;
    }

    private DayTotals finish(DaySums sums) {
        DayTotals totals = sums.toTotals(nextDay);
        history.add(totals);
        nextDay++;
        return totals;
    }

    private void enrolArrivals() {
        int arrivals = newcomers.arrivals(nextDay);
        if (arrivals > 0) {
            enrol(arrivals);
        }
    }

    private void enrol(long more) {
        newcomers.enrol(blocks, nextId, nextId + more);
        nextId += more;
        people = blocks.stream().mapToInt(PersonBlock::size).sum();
    }

    private double shareActiveThisWeek() {
        if (history.isEmpty()) {
            return NEUTRAL_COMPANY;
        }
        DayTotals yesterday = history.get(history.size() - 1);
        return yesterday.enrolled() == 0 ? NEUTRAL_COMPANY : (double) yesterday.activeThisWeek() / yesterday.enrolled();
    }

    /** The scenario; where constants are drawn for each seed, with the values drawn. */
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
        PeopleSnapshot known = evening;
        if (known == null || known.day() != lastDay()) {
            known = PeopleSnapshot.of(blocks, people, lastDay());
            evening = known;
        }
        return known;
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
        int firstDay = nextDay - history.size();
        int from = Math.max(0, Math.min(fromDay - firstDay, history.size()));
        int until = Math.max(from, Math.min(untilDay - firstDay, history.size()));
        return List.copyOf(history.subList(from, until));
    }

    /** The ids of all people in the world, in the order in which they are numbered here. */
    public long[] personIds() {
        long[] ids = new long[people];
        int first = 0;
        for (PersonBlock block : blocks) {
            System.arraycopy(block.id, 0, ids, first, block.size());
            first += block.size();
        }
        return ids;
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
                if (streakFreezes != null && block.freezes.length > 0) {
                    hash ^= RandomWords.mix(RandomWords.mix(block.id[i] * 16 + state.length) ^ block.freezes[i]);
                }
            }
        }
        return hash;
    }

    List<PersonBlock> blocks() {
        return blocks;
    }

    List<ReactionToChange> reactions() {
        return reactions;
    }

    /** Brings a population just created to the morning of a later day, without playing: only arrivals have come. */
    void moveTo(int day, List<DayTotals> played) {
        while (nextDay < day) {
            enrolArrivals();
            nextDay++;
        }
        history.addAll(played);
    }
}
