package io.agentflux.sandbox.population;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;

/**
 * Brings people into blocks: those who are there from the start, and the arrivals of each day, a Poisson number with the
 * scenario's rate. People are enrolled in the order of their ids, so newcomers never move anybody.
 */
final class Newcomers {

    private static final long TENANT_STREAM = 0x74656E616E74L;
    private static final long ARRIVAL_STREAM = 0x6172726976616CL;

    private final long seed;
    private final LongPredicate members;
    private final int blockSize;
    private final double arrivalRate;
    private final List<Traits> traits = new ArrayList<>();
    private final double[] upTo;

    /**
     * @param founders how many people there are from the start, members or not
     * @param members who of all people is enrolled here
     * @param blockSize how many people to put into one block at most
     */
    Newcomers(Scenario scenario, long seed, int founders, LongPredicate members, int blockSize) {
        this.seed = seed;
        this.members = members;
        this.blockSize = blockSize;
        arrivalRate = scenario.arrivalsPerDay() * founders;
        List<Tenant> tenants = scenario.effectiveTenants();
        upTo = new double[tenants.size()];
        double cumulative = 0;
        for (int tenant = 0; tenant < tenants.size(); tenant++) {
            Tenant organisation = tenants.get(tenant);
            traits.add(new Traits(
                    scenario.constants().with(organisation.traits()),
                    organisation.segments(),
                    organisation.defaultEconomy()));
            cumulative += organisation.share();
            upTo[tenant] = cumulative;
        }
    }

    /** Enrols those of the people {@code first} to {@code until - 1} who are members, tenant by tenant. */
    void enrol(List<PersonBlock> blocks, long first, long until) {
        for (int tenant = 0; tenant < traits.size(); tenant++) {
            for (long id = first; id < until; id++) {
                if (members.test(id)) {
                    long key = RandomWords.personKey(seed, id);
                    if (tenantOf(key) == tenant) {
                        enrol(blocks, id, key, tenant);
                    }
                }
            }
        }
    }

    private void enrol(List<PersonBlock> blocks, long id, long key, int tenant) {
        PersonBlock last = blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
        if (last == null || last.tenant != tenant || last.size() >= blockSize) {
            last = new PersonBlock(tenant);
            blocks.add(last);
        }
        traits.get(tenant).draw(last, last.enrol(id, key));
    }

    /** How many arrive on a day, members or not: a Poisson number by counting exponential waiting times until a day is over. */
    int arrivals(int day) {
        if (arrivalRate == 0 || day < 0) {
            return 0;
        }
        SplittableRandom random = new SplittableRandom(RandomWords.mix(
                RandomWords.mix(seed * RandomWords.STEP + ARRIVAL_STREAM) + RandomWords.dayOffset(day)));
        int arrivals = -1;
        for (double time = 0; time <= arrivalRate; arrivals++) {
            time -= StrictMath.log(1 - random.nextDouble());
        }
        return arrivals;
    }

    private int tenantOf(long key) {
        double uniform = (RandomWords.mix(key ^ TENANT_STREAM) >>> 11) * 0x1p-53;
        int tenant = 0;
        while (tenant < upTo.length - 1 && uniform >= upTo[tenant]) {
            tenant++;
        }
        return tenant;
    }
}
