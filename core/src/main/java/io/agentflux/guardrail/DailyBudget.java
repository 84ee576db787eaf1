package io.agentflux.guardrail;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.RejectionCode;
import java.util.Locale;

/** The arithmetic of {@link Guardrail#dailyBudget}. */
record DailyBudget(double mostPoints) implements Guardrail {

    DailyBudget {
        if (!(mostPoints > 0 && mostPoints < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the daily budget is " + mostPoints + " points; give a finite number above zero");
        }
    }

    @Override
    public Verdict check(Proposal proposal) {
        double before = mostPerPersonAndDay(proposal.current());
        double after = mostPerPersonAndDay(proposal.current().with(proposal.values()));
        if (after <= mostPoints || after <= before) {
            return Guardrail.pass(proposal);
        }
        return new Verdict.Rejected(
                RejectionCode.BUDGET_EXCEEDED,
                String.format(
                        Locale.ROOT,
                        "One person could earn %.0f points a day, now %.0f, and the budget is %.0f; lower a reward or a"
                                + " daily cap.",
                        after,
                        before,
                        mostPoints),
                null);
    }

    static double mostPerPersonAndDay(Economy economy) {
        double streak = economy.value(EconomyParameter.STREAK_BONUS_PER_DAY) > 0
                ? economy.value(EconomyParameter.STREAK_BONUS_CAP)
                : 0;
        return economy.value(EconomyParameter.SCAN_XP) * economy.value(EconomyParameter.SCAN_DAILY_CAP)
                + economy.value(EconomyParameter.FEEDBACK_XP) * economy.value(EconomyParameter.FEEDBACK_DAILY_CAP)
                + economy.value(EconomyParameter.FIRST_SCAN_OF_DAY_XP)
                + streak;
    }
}
