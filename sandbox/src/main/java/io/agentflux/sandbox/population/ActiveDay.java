package io.agentflux.sandbox.population;

import static io.agentflux.sandbox.population.BehaviourConstant.*;

/**
 * Settles the day of everybody who opened the app: caps, photos, points, mission, and what the day did to the person.
 *
 * <p>Points, exact in tenths:
 *
 * <pre>
 * XP = scanXp n + feedbackXp min(f + fp, feedbackDailyCap) + photoXp photos + issueReportXp (is + fl)
 *    + statusReportXp st + firstScanOfDayXp + min(streakBonusPerDay k, streakBonusCap) + missionXp [completed today]
 * </pre>
 *
 * with the streak {@code k} before today. Token work is paid, because moderation comes later, but is not valid.
 */
final class ActiveDay {

    private static final float MOST_PHOTO_SHARE = .95f;

    /** Share of the scans over the cap that people with full intrinsic motivation still make. */
    private static final float UNPAID_SCANS = .4f;

    /** Effort in twentieths of a scan. */
    private static final int SCAN_EFFORT = 20;

    private static final int FEEDBACK_EFFORT = 22;
    private static final int PERFUNCTORY_EFFORT = 7;
    private static final int ISSUE_EFFORT = 28;
    private static final int FALSE_ISSUE_EFFORT = 8;
    private static final int STATUS_EFFORT = 6;
    private static final int PHOTO_EFFORT = 14;

    /** {@code 0.1 / (1 + 0.35 v)}: valid work makes people feel competent, with diminishing returns. */
    private static final float[] COMPETENCE = new float[256];

    static {
        for (int valid = 0; valid < COMPETENCE.length; valid++) {
            COMPETENCE[valid] = .1f / (1f + .35f * valid);
        }
    }

    private final DayEconomy economy;
    private final float photoBase;
    private final float photoPay;
    private final float feedbackWeight;
    private final float feedbackPay;
    private final float competenceGain;
    private final float rejectionLoss;
    private final float rejectionDisappointment;
    private final float capFrustration;

    ActiveDay(BehaviourConstants constants, DayEconomy economy, float feedbackPay) {
        this.economy = economy;
        this.feedbackPay = feedbackPay;
        feedbackWeight = (float) constants.value(FEEDBACK_WEIGHT);
        photoBase = (float) constants.value(PHOTO_BASE);
        photoPay = (float)
                (constants.value(PHOTO_PAY) * .5 * economy.photo / (economy.photo + constants.value(PHOTO_HALF_POINT)));
        competenceGain = (float) constants.value(COMPETENCE_GAIN);
        rejectionLoss = (float) constants.value(REJECTION_LOSS);
        rejectionDisappointment = (float) constants.value(REJECTION_DISAPPOINTMENT);
        capFrustration = (float) constants.value(CAP_FRUSTRATION);
    }

    void settle(PersonBlock people, DayScratch day, long dayOffset, DaySums sums) {
        long[] key = people.key;
        float[] motivation = people.motivation;
        float[] sensitivity = people.rewardSensitivity;
        float[] streak = people.streak;
        long[] activity = people.activity;
        long[] earned = people.pointTenths;
        int[] activePeople = day.activePeople;
        int[] rawScans = day.rawScans;
        long[] outcomes = day.outcomes;
        float[] effort = day.effort;
        float[] pointTenths = day.pointTenths;
        float[] competence = day.competence;
        float[] rejection = day.rejection;
        float[] frustration = day.frustration;
        int feedbackCap = economy.feedbackCap;
        long points = 0;
        long streakDays = 0;
        long completed = 0;
        long useful = 0;
        // four 16-bit sums: 512 people with at most 126 scans each
        long work = 0;
        for (int z = 0; z < day.activeCount; z++) {
            int i = activePeople[z];
            long word = RandomWords.mix(key[i] + dayOffset + RandomWords.PHOTOS);
            long counts = outcomes[z];
            float drive = motivation[i];
            int scans = OutcomeCounts.scans(counts);
            int falseIssues = OutcomeCounts.falseIssues(counts);
            int issues = OutcomeCounts.genuineIssues(counts);
            int status = OutcomeCounts.statusReports(counts);
            int made = rawScans[z];
            float displeasure = rejectionDisappointment * falseIssues;
            if (made > scans) {
                int over = made - scans;
                displeasure += capFrustration * over / made;
                made = scans + (int) (over * drive * UNPAID_SCANS);
            }
            if (OutcomeCounts.genuineFeedback(counts) + OutcomeCounts.perfunctoryFeedback(counts) > feedbackCap) {
                counts = capFeedback(counts, feedbackCap, feedbackWeight, feedbackPay * sensitivity[i], word);
                outcomes[z] = counts;
            }
            int genuine = OutcomeCounts.genuineFeedback(counts);
            int perfunctory = OutcomeCounts.perfunctoryFeedback(counts);
            int feedback = genuine + perfunctory;
            int valid = genuine + issues;
            int paidFeedback = Math.min(feedback, feedbackCap);
            float photoShare = photoBase + photoPay * sensitivity[i] * (1f + drive);
            int photos = photos(Math.min(valid + perfunctory, feedbackCap + issues), photoShare, word);

            int daysBefore = (int) streak[i];
            long paid = economy.scanTenths * scans
                    + economy.feedbackTenths * paidFeedback
                    + economy.photoTenths * photos
                    + economy.issueTenths * (issues + falseIssues)
                    + economy.statusTenths * status
                    + economy.firstScanTenths
                    + economy.streakTenths(daysBefore);
            if (Missions.credit(people, i, scans, feedback, status)) {
                completed++;
                paid += economy.missionTenths;
            }
            effort[i] = SCAN_EFFORT * made
                    + FEEDBACK_EFFORT * genuine
                    + PERFUNCTORY_EFFORT * perfunctory
                    + ISSUE_EFFORT * issues
                    + FALSE_ISSUE_EFFORT * falseIssues
                    + STATUS_EFFORT * status
                    + PHOTO_EFFORT * photos;
            pointTenths[i] = paid;
            competence[i] = competenceGain * (2 * valid + 7 * photos) * COMPETENCE[valid];
            rejection[i] = rejectionLoss * falseIssues;
            frustration[i] = displeasure;
            activity[i] += PersonCounters.activeDay(scans, valid);
            earned[i] += paid;
            points += paid;
            streakDays += daysBefore + 1;
            useful += (int) (scans * (200f + 800f * drive));
            work += scans | (valid << 16) | ((long) (perfunctory + falseIssues) << 32) | ((long) photos << 48);
        }
        sums.active += day.activeCount;
        sums.activeThisWeek += day.activeCount;
        sums.present += day.activeCount;
        sums.pointTenths += points;
        sums.streakDays += streakDays;
        sums.missionsCompleted += completed;
        sums.usefulThousandths += useful;
        sums.scans += work & 0xffff;
        sums.validFeedback += (work >>> 16) & 0xffff;
        sums.tokenWork += (work >>> 32) & 0xffff;
        sums.photos += work >>> 48;
    }

    /**
     * Feedback over the cap is split in proportion: perfunctory feedback vanishes, genuine feedback survives with the
     * share {@code wg1 / (wg1 + s fh)} that owes nothing to pay. Fractions are rounded at random.
     */
    private static long capFeedback(long counts, int cap, float intrinsic, float byPay, long word) {
        int genuine = OutcomeCounts.genuineFeedback(counts);
        int perfunctory = OutcomeCounts.perfunctoryFeedback(counts);
        int excess = genuine + perfunctory - cap;
        float genuineExcess = (float) excess * genuine / (genuine + perfunctory);
        int excessGenuine = (int) genuineExcess;
        if ((int) (word >>> 48) < (int) ((genuineExcess - excessGenuine) * 65536f)) {
            excessGenuine++;
        }
        float surviving = excessGenuine * intrinsic / (intrinsic + byPay);
        int survivors = (int) surviving;
        if ((int) ((word >>> 32) & 0xffff) < (int) ((surviving - survivors) * 65536f)) {
            survivors++;
        }
        return OutcomeCounts.withFeedback(
                counts, genuine - (excessGenuine - survivors), Math.max(0, perfunctory - (excess - excessGenuine)));
    }

    /** Photos among the pieces of work that may carry one: four exact draws, expectation rounded at random beyond. */
    private static int photos(int eligible, float share, long word) {
        float held = share < MOST_PHOTO_SHARE ? share : MOST_PHOTO_SHARE;
        int photos = FourLanes.below(
                word & FourLanes.UNIFORMS,
                FourLanes.carry((int) (held * FourLanes.ONE)),
                FourLanes.firstWord(Math.min(eligible, 4)));
        if (eligible > 4) {
            float expected = (eligible - 4) * held;
            int whole = (int) expected;
            photos += whole;
            if ((int) ((word >>> 1) & 0x7fff) < (int) ((expected - whole) * FourLanes.ONE)) {
                photos++;
            }
        }
        return photos;
    }
}
