package io.agentflux.sandbox.population;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/** Creates people: blocks of at most so many people of one tenant, in the order of their ids. */
final class Newcomers {

    private static final long TENANT_STREAM = 0x74656E616E74L;

    private final long seed;
    private final LongPredicate members;
    private final int blockSize;
    private final List<Traits> traits = new ArrayList<>();
    private final double[] upTo;

    Newcomers(Scenario scenario, long seed, LongPredicate members, int blockSize) {
        this.seed = seed;
        this.members = members;
        this.blockSize = blockSize;
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

    /** Those of the people {@code first} to {@code until - 1} who are members. */
    List<PersonBlock> enrol(long first, long until) {
        long[][] ids = new long[traits.size()][16];
        int[] counts = new int[traits.size()];
        for (long id = first; id < until; id++) {
            if (members.test(id)) {
                int tenant = tenantOf(RandomWords.personKey(seed, id));
                if (counts[tenant] == ids[tenant].length) {
                    ids[tenant] = Arrays.copyOf(ids[tenant], 2 * counts[tenant]);
                }
                ids[tenant][counts[tenant]++] = id;
            }
        }
        List<PersonBlock> blocks = new ArrayList<>();
        for (int tenant = 0; tenant < ids.length; tenant++) {
            for (int from = 0; from < counts[tenant]; from += blockSize) {
                int to = Math.min(from + blockSize, counts[tenant]);
                blocks.add(block(Arrays.copyOfRange(ids[tenant], from, to), tenant));
            }
        }
        return blocks;
    }

    private PersonBlock block(long[] ids, int tenant) {
        PersonBlock block = new PersonBlock(tenant);
        for (long id : ids) {
            traits.get(tenant).draw(block, block.enrol(id, RandomWords.personKey(seed, id)));
        }
        return block;
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
