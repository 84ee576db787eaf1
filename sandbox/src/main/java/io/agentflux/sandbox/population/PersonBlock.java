package io.agentflux.sandbox.population;

import java.util.Arrays;

/**
 * Up to {@value #MOST_PEOPLE} people as a struct of arrays: one array per trait and per part of the state, the same
 * index being the same person in all of them. Loops over one block stay in the nearest cache and vectorise.
 */
final class PersonBlock {

    /** Four 16-bit sums over a block must hold the largest count of each person. */
    static final int MOST_PEOPLE = 512;

    /** A target that no progress reaches: there is no open mission. */
    static final int NO_MISSION = Integer.MAX_VALUE;

    /** Disappointment and fatigue never fall below this, which keeps slow denormal numbers out of the loops. */
    static final float FLOOR = 1e-6f;

    private static final int NEVER = Integer.MIN_VALUE;

    final int size;
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

    // What has been done since the person was created; see PersonCounters
    final long[] activity;
    final long[] pointTenths;
    final int[] missions;

    /**
     * @param tenant the index of the tenant to whom all of these people belong
     */
    PersonBlock(int size, int tenant) {
        this.size = size;
        this.tenant = tenant;
        id = new long[size];
        key = new long[size];
        segment = new byte[size];
        openingOdds = new float[size];
        extraScans = new float[size];
        inverseScans = new float[size];
        rewardSensitivity = new float[size];
        baselineMotivation = new float[size];
        inverseBaseline = new float[size];
        lossAversion = new float[size];
        churnFrailty = new float[size];
        steerability = new float[size];
        inverseCapacity = new float[size];
        weekdayPerson = new float[size];
        habit = new float[size];
        reference = new float[size];
        fatigue = new float[size];
        motivation = new float[size];
        disappointment = new float[size];
        streak = new float[size];
        streakSymbol = new float[size];
        absence = new float[size];
        tenure = new float[size];
        missionPull = new float[size];
        missionStep = new float[size];
        present = new float[size];
        missionType = new int[size];
        missionTarget = new int[size];
        missionProgress = new int[size];
        presenceChangedOn = new int[size];
        activity = new long[size];
        pointTenths = new long[size];
        missions = new int[size];
        Arrays.fill(missionTarget, NO_MISSION);
        Arrays.fill(presenceChangedOn, NEVER);
    }

    private PersonBlock(PersonBlock original) {
        size = original.size;
        tenant = original.tenant;
        // keys and traits never change, so copies share them
        id = original.id;
        key = original.key;
        segment = original.segment;
        openingOdds = original.openingOdds;
        extraScans = original.extraScans;
        inverseScans = original.inverseScans;
        rewardSensitivity = original.rewardSensitivity;
        baselineMotivation = original.baselineMotivation;
        inverseBaseline = original.inverseBaseline;
        lossAversion = original.lossAversion;
        churnFrailty = original.churnFrailty;
        steerability = original.steerability;
        inverseCapacity = original.inverseCapacity;
        weekdayPerson = original.weekdayPerson;
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
        activity = original.activity.clone();
        pointTenths = original.pointTenths.clone();
        missions = original.missions.clone();
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
