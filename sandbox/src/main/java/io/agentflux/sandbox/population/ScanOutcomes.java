package io.agentflux.sandbox.population;

import static io.agentflux.sandbox.population.BehaviourConstant.*;

/**
 * What becomes of each counted scan? One of six, chosen with Luce weights:
 *
 * <pre>
 * nothing              w0 = w0a + s w0b S / (S + F/2 + 5)                   rush to the next paid scan
 * genuine feedback     wg = I (1 + kGf gs hump) / (1 + 0.6 W) (wg1 + s wg2 F / (F + F0))
 * perfunctory feedback wp = s (1 - I)^2 kp (F/15)^2 / (1 + (F/60)^2)
 * genuine issue        wi = pIss (0.4 + I) (0.45 + s IR / (IR + 15))
 * false issue          wf = s (1 - I)^2 kf (IR/25)^2 / (1 + (IR/100)^2)
 * status report        ws = ks (0.3 + s 1.2 x / (1 + x/4)),  x = SR/20
 * </pre>
 *
 * Quality follows intrinsic motivation {@code I}; pay buys genuine work with early saturation, and token work late.
 */
final class ScanOutcomes {

    /** Share of usual counts in which feedback is given; scales the feedback cap's reach. */
    private static final double FEEDBACK_PER_SCAN = .33;

    private final float feedbackCapPull;
    private final float feedbackCapInReach;
    private final float feedbackWeight;
    private final float feedbackPay;
    private final float plainWeight;
    private final float rush;
    private final float perfunctory;
    private final float falseIssue;
    private final float issueWeight;
    private final float issuePay;
    private final float statusBase;
    private final float statusPay;
    private final int scanCap;

    ScanOutcomes(BehaviourConstants constants, DayEconomy economy) {
        double s = economy.scan;
        double f = economy.feedback;
        double ir = economy.issue;
        double x = economy.status / 20;
        feedbackCapPull = 2f * (float) constants.value(FEEDBACK_CAP_PULL);
        feedbackCapInReach = (float) (economy.feedbackCap / constants.value(CAP_REACH) / FEEDBACK_PER_SCAN);
        feedbackWeight = (float) constants.value(FEEDBACK_WEIGHT);
        feedbackPay = (float) (constants.value(FEEDBACK_PAY_WEIGHT) * f / (f + constants.value(FEEDBACK_HALF_POINT)));
        plainWeight = (float) constants.value(PLAIN_SCAN_WEIGHT);
        rush = (float) (constants.value(RUSH_WEIGHT) * s / (s + .5 * f + 5));
        perfunctory = (float) (constants.value(PERFUNCTORY_WEIGHT) * square(f / 15) / (1 + square(f / 60)));
        falseIssue = (float) (constants.value(FALSE_ISSUE_WEIGHT) * square(ir / 25) / (1 + square(ir / 100)));
        issueWeight = (float) constants.value(ISSUE_WEIGHT);
        issuePay = (float) (ir / (ir + 15));
        float status = (float) constants.value(STATUS_WEIGHT);
        statusBase = .3f * status;
        statusPay = status * (float) (1.2 * x / (1 + .25 * x));
        scanCap = economy.scanCap;
    }

    /** What feedback pay does to genuine feedback; excess feedback survives its cap in proportion to the rest. */
    float feedbackPay() {
        return feedbackPay;
    }

    /** Works out for everybody up to which 15-bit uniform a scan has which outcome. */
    void weigh(PersonBlock people, DayScratch day) {
        genuineFeedback(people, day.feedbackWeight);
        scale(people, day.feedbackWeight, day.weightScale);
        feedbackThresholds(people, day);
        issueThresholds(people, day);
        statusThreshold(people, day);
    }

    private void genuineFeedback(PersonBlock people, float[] weight) {
        float[] motivation = people.motivation;
        float[] steerability = people.steerability;
        float[] inverseScans = people.inverseScans;
        float[] fatigue = people.fatigue;
        float[] sensitivity = people.rewardSensitivity;
        float cap = feedbackCapInReach;
        float kGf2 = feedbackCapPull;
        float wg1 = feedbackWeight;
        float fh = feedbackPay;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            float r = cap * inverseScans[i];
            float r2 = 1f + r * r;
            weight[i] = motivation[i]
                    * (r2 + kGf2 * steerability[i] * r)
                    * (wg1 + fh * sensitivity[i])
                    / (r2 * (1f + .6f * fatigue[i]));
        }
    }

    private void scale(PersonBlock people, float[] genuine, float[] scale) {
        float[] motivation = people.motivation;
        float[] sensitivity = people.rewardSensitivity;
        float w0a = plainWeight;
        float w0b = rush;
        float token = perfunctory + falseIssue;
        float pIss = issueWeight;
        float ih = issuePay;
        float ws0 = statusBase;
        float ws1 = statusPay;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            float lack = 1f - motivation[i];
            scale[i] = FourLanes.ONE
                    / (w0a
                            + w0b * sensitivity[i]
                            + genuine[i]
                            + lack * lack * sensitivity[i] * token
                            + pIss * (.4f + motivation[i]) * (.45f + sensitivity[i] * ih)
                            + ws0
                            + ws1 * sensitivity[i]);
        }
    }

    private void feedbackThresholds(PersonBlock people, DayScratch day) {
        float[] motivation = people.motivation;
        float[] sensitivity = people.rewardSensitivity;
        float[] genuine = day.feedbackWeight;
        float[] scale = day.weightScale;
        float[] genuineUpTo = day.genuineFeedbackUpTo;
        float[] perfunctoryUpTo = day.perfunctoryUpTo;
        float fq = perfunctory;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            float lack = 1f - motivation[i];
            float upTo = genuine[i] * scale[i];
            genuineUpTo[i] = upTo;
            perfunctoryUpTo[i] = upTo + lack * lack * sensitivity[i] * fq * scale[i];
        }
    }

    private void issueThresholds(PersonBlock people, DayScratch day) {
        float[] motivation = people.motivation;
        float[] sensitivity = people.rewardSensitivity;
        float[] scale = day.weightScale;
        float[] perfunctoryUpTo = day.perfunctoryUpTo;
        float[] genuineUpTo = day.genuineIssueUpTo;
        float[] falseUpTo = day.falseIssueUpTo;
        float pIss = issueWeight;
        float ih = issuePay;
        float iq = falseIssue;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            float lack = 1f - motivation[i];
            float upTo = perfunctoryUpTo[i] + pIss * (.4f + motivation[i]) * (.45f + sensitivity[i] * ih) * scale[i];
            genuineUpTo[i] = upTo;
            falseUpTo[i] = upTo + lack * lack * sensitivity[i] * iq * scale[i];
        }
    }

    private void statusThreshold(PersonBlock people, DayScratch day) {
        float[] sensitivity = people.rewardSensitivity;
        float[] scale = day.weightScale;
        float[] falseUpTo = day.falseIssueUpTo;
        float[] statusUpTo = day.statusUpTo;
        float ws0 = statusBase;
        float ws1 = statusPay;
        for (int i = 0; i < PersonBlock.CAPACITY; i++) {
            statusUpTo[i] = falseUpTo[i] + (ws0 + ws1 * sensitivity[i]) * scale[i];
        }
    }

    /** Draws the outcomes of the counted scans of active people: each scan is one uniform against five thresholds. */
    void draw(PersonBlock people, DayScratch day, long dayOffset) {
        long[] key = people.key;
        float[] genuineFeedbackUpTo = day.genuineFeedbackUpTo;
        float[] perfunctoryUpTo = day.perfunctoryUpTo;
        float[] genuineIssueUpTo = day.genuineIssueUpTo;
        float[] falseIssueUpTo = day.falseIssueUpTo;
        float[] statusUpTo = day.statusUpTo;
        int[] activePeople = day.activePeople;
        int[] rawScans = day.rawScans;
        long[] outcomes = day.outcomes;
        int cap = scanCap;
        for (int z = 0; z < day.activeCount; z++) {
            int i = activePeople[z];
            int scans = Math.min(rawScans[z], cap);
            long c1 = FourLanes.carry((int) genuineFeedbackUpTo[i]);
            long c2 = FourLanes.carry((int) perfunctoryUpTo[i]);
            long c3 = FourLanes.carry((int) genuineIssueUpTo[i]);
            long c4 = FourLanes.carry((int) falseIssueUpTo[i]);
            long c5 = FourLanes.carry((int) statusUpTo[i]);
            long counter = key[i] + dayOffset + RandomWords.OUTCOMES;
            long reached = reached(counter, FourLanes.firstWord(scans), c1, c2, c3, c4, c5)
                    + reached(counter + RandomWords.STEP, FourLanes.secondWord(scans), c1, c2, c3, c4, c5);
            // most people make at most eight scans, so this is rarely entered
            for (int left = scans - 8; left > 0; left -= 4) {
                counter += RandomWords.STEP;
                reached += reached(counter + RandomWords.STEP, FourLanes.firstWord(left), c1, c2, c3, c4, c5);
            }
            outcomes[z] = OutcomeCounts.ofReached(scans, reached);
        }
    }

    /** How many of up to four scans reach each of five ordered thresholds, a byte each. */
    private static long reached(long counter, long used, long c1, long c2, long c3, long c4, long c5) {
        long uniforms = RandomWords.mix(counter) & FourLanes.UNIFORMS;
        return FourLanes.reaching(uniforms, c1, used)
                | ((long) FourLanes.reaching(uniforms, c2, used) << 8)
                | ((long) FourLanes.reaching(uniforms, c3, used) << 16)
                | ((long) FourLanes.reaching(uniforms, c4, used) << 24)
                | ((long) FourLanes.reaching(uniforms, c5, used) << 32);
    }

    private static double square(double x) {
        return x * x;
    }
}
