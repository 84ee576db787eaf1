package io.agentflux.sandbox.population;

import io.agentflux.arena.Economy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The real people of one variant, known by what they did. A person is enrolled by their first activity.
 *
 * <p>Each activity counts for the day that it names, whenever it is added. {@link #add} is for one thread at a time, and so is
 * {@link #endDay()}; another thread may take snapshots meanwhile, which show some of the activities being added.
 */
public final class LivePopulation implements Population, Roster {

    /**
     * The one parameter beside the ten that changes what real people are paid: the most points of all kinds that a person gets for
     * one day.
     */
    public static final String DAILY_POINT_CAP = "dailyXpCap";

    private static final int FEW = 64;

    private final int mostFreezes;
    private final Map<String, Integer> indexes = new ConcurrentHashMap<>();

    /** The numbers of the sites that people here belong to, in the order in which they were heard of. */
    private final Map<String, Integer> sites = new ConcurrentHashMap<>();

    private LivePerson[] people = new LivePerson[FEW];
    private volatile Published published = new Published(people, 0);
    private volatile int lastDay = -1;

    /** What readers see; writing it makes all that was put into the array before visible to them. */
    private static final class Published {

        private final LivePerson[] people;
        private final int count;

        Published(LivePerson[] people, int count) {
            this.people = people;
            this.count = count;
        }
    }

    /** Nobody yet, on the morning of the first day; a day missed ends a streak. */
    public static LivePopulation create() {
        return create(0);
    }

    /**
     * Nobody yet, on the morning of the first day.
     *
     * @param streakFreezes how many streak freezes a person can hold, and begins with: a day missed spends one instead of ending
     *     the streak, and each week of a streak brings one back
     */
    public static LivePopulation create(int streakFreezes) {
        return new LivePopulation(streakFreezes);
    }

    private LivePopulation(int mostFreezes) {
        this.mostFreezes = mostFreezes;
    }

    /** Adds what a person did, and enrols them if they are new. */
    public void add(Activity activity) {
        Integer known = indexes.get(activity.person());
        int count = published.count;
        int index = known == null ? count : known;
        if (index == people.length) {
            people = Arrays.copyOf(people, 2 * people.length);
        }
        if (known == null && activity.site() != null) {
            sites.putIfAbsent(activity.site(), sites.size());
        }
        LivePerson before = known == null
                ? newcomer(new Origin(activity.person(), activity.day(), activity.referredBy(), activity.site()))
                : people[index];
        people[index] =
                before.after(activity.kind(), activity.day(), activity.inWriting(), activity.award(), mostFreezes);
        if (known == null) {
            count++;
        }
        published = new Published(people, count);
        if (known == null) {
            indexes.put(activity.person(), index);
        }
    }

    /** Whether the person has done anything here. */
    public boolean knows(String person) {
        return indexes.containsKey(person);
    }

    /** Ends the current day. What is added later for that day shows in the metrics of the next one. */
    public void endDay() {
        int ended = lastDay + 1;
        lastDay = ended;
    }

    @Override
    public int people() {
        return published.count;
    }

    @Override
    public int lastDay() {
        return lastDay;
    }

    @Override
    public PeopleSnapshot snapshot() {
        Published now = published;
        int day = lastDay;
        int count = now.count;
        long[] activity = new long[count];
        long[] pointTenths = new long[count];
        int[] missions = new int[count];
        short[] streak = new short[count];
        boolean[] activeThisWeek = new boolean[count];
        for (int i = 0; i < count; i++) {
            LivePerson person = now.people[i];
            activity[i] = person.counters();
            pointTenths[i] = person.pointTenths();
            missions[i] = person.missionsBy(day);
            streak[i] = (short) Math.min(Short.MAX_VALUE, person.streakOn(day).days());
            activeThisWeek[i] = person.isActiveInTheWeekUpTo(day);
        }
        return new PeopleSnapshot(day, activity, pointTenths, missions, streak, activeThisWeek);
    }

    @Override
    public PersonTotals totals(int person) {
        return published.people[person].totalsOn(lastDay + 1);
    }

    @Override
    public String id(int person) {
        return published.people[person].origin().person();
    }

    @Override
    public long pointTenths(int person) {
        return published.people[person].pointTenths();
    }

    @Override
    public OptionalInt indexOf(String id) {
        Integer index = indexes.get(id);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /** How everybody came, by index. Safe on any thread. */
    public List<Origin> origins() {
        Published now = published;
        return Arrays.stream(now.people, 0, now.count).map(LivePerson::origin).toList();
    }

    /** A person's key, the same in every process. */
    static long keyOf(String person) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(person.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Whether somebody here belongs to that site. */
    public boolean hasSite(String site) {
        return sites.containsKey(site);
    }

    /** How many sites the people here belong to. */
    public int sites() {
        return sites.size();
    }

    /** The number of each person's site, by index, from 0. Whoever's site was not told counts as a site of their own. */
    public int[] siteOfPeople() {
        Published now = published;
        int[] siteOf = new int[now.count];
        int nextNumber = sites.size();
        for (int person = 0; person < now.count; person++) {
            @Nullable String site = now.people[person].origin().site();
            @Nullable Integer number = site == null ? null : sites.get(site);
            siteOf[person] = number == null ? nextNumber++ : number;
        }
        return siteOf;
    }

    private LivePerson newcomer(Origin origin) {
        return LivePerson.newcomer(origin, keyOf(origin.person()), mostFreezes);
    }

    /** Works out what activities are worth that are not added yet, one on top of the other. */
    public Draft draft() {
        return new Draft();
    }

    /** People as they would be. For the thread that adds, until the next activity is added. */
    public final class Draft {

        private final Map<String, LivePerson> changed = new HashMap<>();

        private Draft() {}

        /**
         * What an activity is worth, after those asked for before.
         *
         * @param economy the economy that holds for it
         */
        public Activity activity(String person, ActivityKind kind, int day, boolean inWriting, Economy economy) {
            return activity(person, kind, day, inWriting, economy, null, null);
        }

        /**
         * What an activity is worth, after those asked for before.
         *
         * @param economy the economy that holds for it
         * @param referredBy who is said to have brought the person; counts for newcomers whom somebody else has brought
         * @param site the site that the person is said to belong to; counts for newcomers
         */
        public Activity activity(
                String person,
                ActivityKind kind,
                int day,
                boolean inWriting,
                Economy economy,
                @Nullable String referredBy,
                @Nullable String site) {
            boolean isNew = !knows(person) && !changed.containsKey(person);
            boolean isBrought = isNew && !person.equals(referredBy);
            LivePerson before = changed.computeIfAbsent(person, newcomer -> current(newcomer, day));
            Award award = before.award(kind, day, economy);
            changed.put(person, before.after(kind, day, inWriting, award, mostFreezes));
            return new Activity(
                    person, kind, day, inWriting, award, isBrought ? referredBy : null, isNew ? site : null);
        }

        private LivePerson current(String person, int day) {
            @Nullable Integer index = indexes.get(person);
            return index == null ? newcomer(new Origin(person, day, null, null)) : people[index];
        }
    }
}
