package io.agentflux.strategies.ensemble;

import static io.agentflux.arena.EconomyParameter.FEEDBACK_XP;
import static io.agentflux.arena.EconomyParameter.FIRST_SCAN_OF_DAY_XP;
import static io.agentflux.arena.EconomyParameter.PHOTO_XP;
import static io.agentflux.arena.EconomyParameter.SCAN_XP;
import static io.agentflux.arena.EconomyParameter.STREAK_BONUS_PER_DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.strategies.CompositeScore;
import io.agentflux.strategies.Worlds;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HedgeTest {

    private final Hedge hedge = new Hedge(0.3, CompositeScore.WEIGHTED, Worlds.random(4));

    @Test
    @DisplayName("the members' rules")
    void membersFollowTheirRules() {
        assertThat(Member.REACTIVE.factors(Worlds.threeMetrics(1.9, 0.49, 0.5)))
                .containsExactly(entry(SCAN_XP, 1.2), entry(STREAK_BONUS_PER_DAY, 1.25));
        assertThat(Member.REACTIVE.factors(Worlds.threeMetrics(4.6, 0.6, 0.5))).containsExactly(entry(SCAN_XP, 0.9));
        assertThat(Member.REACTIVE.factors(Worlds.threeMetrics(3, 0.6, 0.5))).isEmpty();
        assertThat(Member.REACTIVE.factors(Worlds.nothing())).isEmpty();

        assertThat(Member.CONSERVATIVE.factors(Worlds.frequency(4)))
                .containsExactly(entry(SCAN_XP, 1.05), entry(FEEDBACK_XP, 1.05), entry(STREAK_BONUS_PER_DAY, 1.03));
        assertThat(Member.CONSERVATIVE.factors(Worlds.frequency(4.1)))
                .containsExactly(entry(SCAN_XP, 0.95), entry(FEEDBACK_XP, 0.95), entry(STREAK_BONUS_PER_DAY, 0.97));

        assertThat(Member.BOLD.factors(Worlds.threeMetrics(2.4, 0.5, 0.5)))
                .containsExactly(entry(SCAN_XP, 1.3), entry(FIRST_SCAN_OF_DAY_XP, 1.25));
        assertThat(Member.BOLD.factors(Worlds.threeMetrics(2.5, 0.5, 0.5)))
                .containsExactly(entry(FEEDBACK_XP, 1.3), entry(PHOTO_XP, 1.25));
        assertThat(Member.BOLD.factors(Worlds.frequency(2))).containsExactly(entry(SCAN_XP, 1.25));
    }

    @Test
    @DisplayName("the member that decided earns exp(0.3 r), r the change of the score within ±1")
    void weighsTheDecider() {
        Optional<ConfigUpdate> first = hedge.decide(Worlds.threeMetrics(1, 0.4, 0.5), Economy.defaults());
        first.ifPresent(update -> hedge.onResult(update, Worlds.accepted(update)));
        Member decider = hedge.selected();

        hedge.decide(Worlds.threeMetrics(2, 0.4, 0.5), Economy.defaults());

        for (Member member : Member.values()) {
            assertThat(hedge.weight(member)).isCloseTo(member == decider ? StrictMath.exp(0.3 * 0.4) : 1, within(1e-9));
        }
    }

    @Test
    @DisplayName("a large loss counts as -1, and a refused update as nothing")
    void isFair() {
        Optional<ConfigUpdate> first = hedge.decide(Worlds.threeMetrics(1, 0.4, 0.5), Economy.defaults());
        assertThat(first).isPresent();
        hedge.onResult(first.get(), Worlds.refused());
        Optional<ConfigUpdate> second = hedge.decide(Worlds.threeMetrics(9, 0.9, 0.9), Economy.defaults());
        assertThat(Member.values()).allMatch(member -> hedge.weight(member) == 1);

        second.ifPresent(update -> hedge.onResult(update, Worlds.accepted(update)));
        Member decider = hedge.selected();
        hedge.decide(Worlds.threeMetrics(1, 0.1, 0.1), Economy.defaults());
        assertThat(hedge.weight(decider)).isCloseTo(StrictMath.exp(-0.3), within(1e-9));
    }

    @Test
    @DisplayName("weights stay at most 100 and members are drawn in proportion to them")
    void staysInBounds() {
        Hedge greedy = new Hedge(10, CompositeScore.WEIGHTED, Worlds.random(4));
        for (int cycle = 0; cycle < 50; cycle++) {
            // the score rises in every cycle, so whoever decides is rewarded
            greedy.decide(Worlds.threeMetrics(3 + cycle, 0.6, 0.5), Economy.defaults())
                    .ifPresent(update -> greedy.onResult(update, Worlds.accepted(update)));
            assertThat(Member.values()).allMatch(member -> greedy.weight(member) <= 100);
        }
    }

    @Test
    @DisplayName("the report is a table of the members and their shares")
    void reports() {
        assertThat(hedge.report()).isEqualTo("""
                member          weight
                Reactive           33%
                Conservative       33%
                Bold               33%
                """);
    }

    @Test
    @DisplayName("the reason names the member, its share and the changes")
    void explainsItself() {
        assertThat(hedge.decide(Worlds.threeMetrics(1, 0.4, 0.5), Economy.defaults())
                        .orElseThrow()
                        .reasoning())
                .matches("Ensemble: '(Reactive|Conservative|Bold)' \\(33% weight\\) — \\{\\w+=\\d+(, \\w+=\\d+)*}");
    }
}
