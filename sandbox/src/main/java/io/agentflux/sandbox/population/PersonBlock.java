package io.agentflux.sandbox.population;

import java.util.Arrays;

/**
 * Up to {@value #CAPACITY} people as a struct of arrays: one array per trait and per part of the state, the same index
 * being the same person in all of them. Loops over one block stay in the nearest cache.
 *
 * <p>The loops of the model always run over the whole capacity, empty places included, because on Java 17 only loops
 * with a constant number of turns vectorise when they read more than a few arrays: 0.5 ns a person instead of 2.7.
 */
final class PersonBlock {

    /** Room for people; four 16-bit sums over a block must hold the largest count of each person. */
    static final int CAPACITY = 512;

    /** A target that no progress reaches: there is no open mission. */
    static final int NO_MISSION = Integer.MAX_VALUE;

    /** Disappointment and fatigue never fall below this, which keeps slow denormal numbers out of the loops. */
    static final float FLOOR = 1e-6f;

    private static final int NEVER = Integer.MIN_VALUE;
    private static final byte[] NONE = {};

    final int tenant;
    final long[] id;
    final long[] key;

    // Traits, drawn once
    final byte[] segment;
    final float[] openingOdds;
    final float[] extraScans;
    final float[] inverseScans;
    final float[] rewardSensitivity;
    final float[] baselineMotivation;
    final float[] inverseBaseline;
    final float[] lossAversion;
    final float[] churnFrailty;
    final float[] steerability;
    final float[] inverseCapacity;
    final float[] weekdayPerson;

    // State, changed every day
    final float[] habit;
    final float[] reference;
    final float[] fatigue;
    final float[] motivation;
    final float[] disappointment;
    final float[] streak;
    final float[] streakSymbol;
    final float[] absence;
    final float[] tenure;
    final float[] missionPull;
    final float[] missionStep;
    final float[] present;
    final int[] missionType;
    final int[] missionTarget;
    final int[] missionProgress;
    final int[] presenceChangedOn;

    /** Streak freezes in stock; empty while nobody holds any. */
    byte[] freezes = NONE;

    // What has been done since the person was created; see PersonCounters
    final long[] activity;
    final long[] pointTenths;
    final int[] missions;

    private int size;

    /**
     * @param tenant the index of the tenant to whom all of these people belong
     */
    PersonBlock(int tenant) {
        this.tenant = tenant;
        id = new long[CAPACITY];
        key = new long[CAPACITY];
        segment = new byte[CAPACITY];
        openingOdds = new float[CAPACITY];
        extraScans = new float[CAPACITY];
        inverseScans = new float[CAPACITY];
        rewardSensitivity = new float[CAPACITY];
        baselineMotivation = new float[CAPACITY];
        inverseBaseline = new float[CAPACITY];
        lossAversion = new float[CAPACITY];
        churnFrailty = new float[CAPACITY];
        steerability = new float[CAPACITY];
        inverseCapacity = new float[CAPACITY];
        weekdayPerson = new float[CAPACITY];
        habit = new float[CAPACITY];
        reference = new float[CAPACITY];
        fatigue = new float[CAPACITY];
        motivation = new float[CAPACITY];
        disappointment = new float[CAPACITY];
        streak = new float[CAPACITY];
        streakSymbol = new float[CAPACITY];
        absence = new float[CAPACITY];
        tenure = new float[CAPACITY];
        missionPull = new float[CAPACITY];
        missionStep = new float[CAPACITY];
        present = new float[CAPACITY];
        missionType = new int[CAPACITY];
        missionTarget = new int[CAPACITY];
        missionProgress = new int[CAPACITY];
        presenceChangedOn = new int[CAPACITY];
        activity = new long[CAPACITY];
        pointTenths = new long[CAPACITY];
        missions = new int[CAPACITY];
        Arrays.fill(missionTarget, NO_MISSION);
        Arrays.fill(presenceChangedOn, NEVER);
    }

    private PersonBlock(PersonBlock original) {
        tenant = original.tenant;
        // who people are never changes, so copies share it unless there is room for newcomers
        boolean full = original.size == CAPACITY;
        id = full ? original.id : original.id.clone();
        key = full ? original.key : original.key.clone();
        segment = full ? original.segment : original.segment.clone();
        openingOdds = full ? original.openingOdds : original.openingOdds.clone();
        extraScans = full ? original.extraScans : original.extraScans.clone();
        inverseScans = full ? original.inverseScans : original.inverseScans.clone();
        rewardSensitivity = full ? original.rewardSensitivity : original.rewardSensitivity.clone();
        baselineMotivation = full ? original.baselineMotivation : original.baselineMotivation.clone();
        inverseBaseline = full ? original.inverseBaseline : original.inverseBaseline.clone();
        lossAversion = full ? original.lossAversion : original.lossAversion.clone();
        churnFrailty = full ? original.churnFrailty : original.churnFrailty.clone();
        steerability = full ? original.steerability : original.steerability.clone();
        inverseCapacity = full ? original.inverseCapacity : original.inverseCapacity.clone();
        weekdayPerson = full ? original.weekdayPerson : original.weekdayPerson.clone();
        habit = original.habit.clone();
        reference = original.reference.clone();
        fatigue = original.fatigue.clone();
        motivation = original.motivation.clone();
        disappointment = original.disappointment.clone();
        streak = original.streak.clone();
        streakSymbol = original.streakSymbol.clone();
        absence = original.absence.clone();
        tenure = original.tenure.clone();
        missionPull = original.missionPull.clone();
        missionStep = original.missionStep.clone();
        present = original.present.clone();
        missionType = original.missionType.clone();
        missionTarget = original.missionTarget.clone();
        missionProgress = original.missionProgress.clone();
        presenceChangedOn = original.presenceChangedOn.clone();
        freezes = original.freezes.clone();
        activity = original.activity.clone();
        pointTenths = original.pointTenths.clone();
        missions = original.missions.clone();
        size = original.size;
    }

    /** How many people there are; their places are the first ones. */
    int size() {
        return size;
    }

    /** Takes the next place for a newcomer, in the state of an empty one, and returns it. */
    int enrol(long newId, long newKey) {
        int place = size++;
        id[place] = newId;
        key[place] = newKey;
        for (float[] part : state()) {
            part[place] = 0;
        }
        return place;
    }

    /** The same people in the same state, with a future of their own. */
    PersonBlock fork() {
        return new PersonBlock(this);
    }

    /** The parts of the state that later days depend on, in the order in which they are hashed and saved. */
    float[][] state() {
        return new float[][] {
            habit,
            reference,
            fatigue,
            motivation,
            disappointment,
            streak,
            streakSymbol,
            absence,
            tenure,
            missionPull,
            present
        };
    }

    /** Whether a person counted as active within seven days, and as present that morning, on the evening of a day. */
    boolean activeThisWeek(int person, int day) {
        boolean presentThisMorning = present[person] != 0f ^ presenceChangedOn[person] == day;
        return presentThisMorning && absence[person] < 7f;
    }
}
