package io.agentflux.sandbox.population;

import static io.agentflux.sandbox.population.BehaviourConstant.*;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;

/**
 * How people as a whole react to a change of the economy: a new economy is interesting for a while, costs some days of
 * confusion, and the more often it changes the less interesting the next change is.
 *
 * <pre>
 * dn    = min(1, 5 mean |theta - theta'| / max(theta, theta'))
 * nov   = novDecay nov + kN dn fresh
 * fresh = fresh (1 - 0.8 dn) + (1 - fresh) / 45
 * conf  = confDecay conf + kConf dn
 * </pre>
 *
 * Without freshness and confusion an agent could farm novelty by changing the economy every day.
 */
final class ReactionToChange {

    private static final double FRESHNESS_DAYS = 45;

    private Economy previous;
    private double novelty;
    private double freshness = 1;
    private double confusion;

    ReactionToChange(Economy previous) {
        this.previous = previous;
    }

    ReactionToChange fork() {
        ReactionToChange copy = new ReactionToChange(previous);
        copy.restore(previous, novelty, freshness, confusion);
        return copy;
    }

    void restore(Economy savedPrevious, double savedNovelty, double savedFreshness, double savedConfusion) {
        previous = savedPrevious;
        novelty = savedNovelty;
        freshness = savedFreshness;
        confusion = savedConfusion;
    }

    /** Takes note of the economy of the next day and returns what multiplies the odds of opening then. */
    double meet(BehaviourConstants constants, Economy economy, double climate) {
        double change = Math.min(1, .5 * sumOfRelativeChanges(economy));
        novelty = novelty * constants.value(NOVELTY_MEMORY) + constants.value(NOVELTY_LIFT) * change * freshness;
        freshness = freshness * (1 - .8 * change) + (1 - freshness) / FRESHNESS_DAYS;
        confusion = confusion * constants.value(CONFUSION_MEMORY) + constants.value(CONFUSION_COST) * change;
        previous = economy;
        return climate * (1 + novelty) / (1 + confusion);
    }

    private double sumOfRelativeChanges(Economy economy) {
        double sum = 0;
        for (EconomyParameter parameter : EconomyParameter.values()) {
            double now = economy.value(parameter);
            double before = previous.value(parameter);
            sum += Math.abs(now - before) / (Math.max(now, before) + 1e-9);
        }
        return sum;
    }

    Economy previous() {
        return previous;
    }

    double novelty() {
        return novelty;
    }

    double freshness() {
        return freshness;
    }

    double confusion() {
        return confusion;
    }
}
