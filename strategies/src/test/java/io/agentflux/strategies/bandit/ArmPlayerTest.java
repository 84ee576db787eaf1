package io.agentflux.strategies.bandit;

import static io.agentflux.arena.EconomyParameter.FEEDBACK_XP;
import static io.agentflux.arena.EconomyParameter.SCAN_XP;
import static io.agentflux.arena.EconomyParameter.STREAK_BONUS_PER_DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.Metric;
import io.agentflux.arena.Signals;
import io.agentflux.strategies.CompositeScore;
import io.agentflux.strategies.Worlds;
import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyParameter;
import io.agentflux.strategy.StrategySettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ArmPlayerTest {

    private static final List<StrategyParameter> PARAMETERS =
            ArmPlayer.parameters(ArmSet.BOOSTS, CompositeScore.ENGAGEMENT);

    private record Lesson(int arm, double before, double after) {}

    /** Pulls arms in a given order and remembers what it is taught. */
    private static final class Scripted implements ArmPolicy {

        private final Deque<Integer> script;
        private final List<Lesson> lessons = new ArrayList<>();

        private Scripted(Integer... arms) {
            this.script = new ArrayDeque<>(Arrays.asList(arms));
        }

        @Override
        public int choose(Signals signals) {
            return script.pop();
        }

        @Override
        public void learn(int arm, double before, double after) {
            lessons.add(new Lesson(arm, before, after));
        }

        @Override
        public String reasoning(Arm arm) {
            return arm.name();
        }
    }

    private static ArmPlayer player(ArmPolicy policy, Map<String, ?> settings) {
        return ArmPlayer.of(policy, StrategySettings.of(PARAMETERS, settings));
    }

    /** Signals whose engagement score is this. */
    private static Signals score(double score) {
        return Worlds.frequency(2 * score);
    }

    @Test
    @DisplayName("O-12: an accepted pull is credited with the scores before and after")
    void creditsAcceptedPulls() {
        Scripted policy = new Scripted(1, 2);
        ArmPlayer player = player(policy, Map.of());

        Economy economy = Worlds.acceptedCycle(player, score(1), Economy.defaults());
        player.decide(score(1.5), economy);

        assertThat(economy.value(SCAN_XP)).isEqualTo(20);
        assertThat(policy.lessons).containsExactly(new Lesson(1, 1, 1.5));
    }

    @Test
    @DisplayName("the report is a table of the arms with what each was credited")
    void reports() {
        ArmPlayer player = player(new Scripted(1, 1, 0, 2), Map.of());
        Economy economy = Worlds.acceptedCycle(player, score(1), Economy.defaults());
        player.decide(score(1.5), economy);
        economy = Worlds.acceptedCycle(player, score(2.5), economy);
        player.decide(score(2), economy);

        assertThat(player.report()).isEqualTo("""
                arm               pulls     score    change
                Baseline+             1     2.000    -0.500
                Scan Boost            2     2.000    +0.750
                Quality Boost         0         -         -
                Streak Boost          0         -         -
                """);
    }

    @Test
    @DisplayName("O-12: a refused pull, and one whose call failed, teach nothing")
    void ignoresRefusedPulls() {
        Scripted policy = new Scripted(1, 2, 3, 0);
        ArmPlayer player = player(policy, Map.of());

        ConfigUpdate refused = player.decide(score(1), Economy.defaults()).orElseThrow();
        player.onResult(refused, Worlds.refused());
        // nobody ever says what became of this one
        assertThat(player.decide(score(2), Economy.defaults())).isPresent();
        Economy economy = Worlds.acceptedCycle(player, score(3), Economy.defaults());
        player.decide(score(4), economy);

        assertThat(policy.lessons).containsExactly(new Lesson(3, 3, 4));
    }

    @Test
    @DisplayName("an economy that is already the arm's is not proposed again, yet credited")
    void doesNotProposeTheSameTwice() {
        Scripted policy = new Scripted(1, 1, 1);
        ArmPlayer player = player(policy, Map.of());

        Economy economy = Worlds.acceptedCycle(player, score(1), Economy.defaults());
        assertThat(player.decide(score(2), economy)).isEmpty();
        assertThat(player.decide(score(3), economy)).isEmpty();

        assertThat(policy.lessons).containsExactly(new Lesson(1, 1, 2), new Lesson(1, 2, 3));
    }

    @Test
    @DisplayName("O-13: an arm resets what it does not name to what the agent found at its start")
    void resetsOtherParameters() {
        Economy tenant = Economy.defaults().with(FEEDBACK_XP, 11);
        ArmPlayer player = player(new Scripted(0, 3), Map.of());

        Economy baseline = Worlds.acceptedCycle(player, score(1), tenant);
        assertThat(baseline).isEqualTo(tenant.with(Map.of(SCAN_XP, 12.0, FEEDBACK_XP, 17.0)));
        Economy streaks = Worlds.acceptedCycle(player, score(1), baseline);
        assertThat(streaks.value(FEEDBACK_XP)).isEqualTo(11);
        assertThat(streaks.value(SCAN_XP)).isEqualTo(10);
        assertThat(streaks.value(STREAK_BONUS_PER_DAY)).isEqualTo(12);
    }

    @Test
    @DisplayName("O-13: on request it leaves them as the arm before has set them")
    void keepsOtherParameters() {
        ArmPlayer player = player(new Scripted(0, 3), Map.of("other-parameters", "keep"));

        Economy baseline = Worlds.acceptedCycle(player, score(1), Economy.defaults());
        Economy streaks = Worlds.acceptedCycle(player, score(1), baseline);

        assertThat(streaks.value(FEEDBACK_XP)).isEqualTo(17);
        assertThat(streaks.value(SCAN_XP)).isEqualTo(12);
        assertThat(streaks.value(STREAK_BONUS_PER_DAY)).isEqualTo(12);
    }

    @Test
    @DisplayName("O-14: a pull may last several cycles and is judged at its end")
    void letsPullsLast() {
        Scripted policy = new Scripted(1, 2);
        ArmPlayer player = player(policy, Map.of("cycles-per-pull", 3));

        Economy economy = Worlds.acceptedCycle(player, score(1), Economy.defaults());
        assertThat(player.decide(score(5), economy)).isEmpty();
        assertThat(player.decide(score(6), economy)).isEmpty();
        assertThat(policy.lessons).isEmpty();
        assertThat(player.decide(score(2), economy)).isPresent();
        assertThat(policy.lessons).containsExactly(new Lesson(1, 1, 2));
    }

    @Test
    @DisplayName("O-15: while the score is not trusted nothing is chosen and nothing is learnt")
    void waitsForTrust() {
        Scripted policy = new Scripted(1, 2);
        ArmPlayer player = player(policy, Map.of());
        Signals untrusted = Worlds.signals(Map.of(Metric.SCAN_FREQUENCY, 1.0), 9);

        assertThat(player.decide(untrusted, Economy.defaults())).isEmpty();
        Economy economy = Worlds.acceptedCycle(player, score(1), Economy.defaults());
        assertThat(player.decide(untrusted, economy)).isEmpty();
        assertThat(policy.lessons).isEmpty();
        player.decide(score(2), economy);
        assertThat(policy.lessons).containsExactly(new Lesson(1, 1, 2));
    }

    @Test
    @DisplayName("arms of one's own are played by their names, and told by what they set")
    void playsOwnArms() {
        Map<String, Map<String, Integer>> arms = new LinkedHashMap<>();
        arms.put("thrifty", Map.of("scanXp", 8));
        arms.put("generous", Map.of("scanXp", 14, "feedbackXp", 20));
        StrategySettings settings =
                StrategySettings.of(new Ucb1Factory().parameters(), Map.of("arms", arms, "score", "engagement"));
        Strategy bandit = new Ucb1Factory().create(settings, new Random(1));

        ConfigUpdate first = bandit.decide(score(1), Economy.defaults()).orElseThrow();
        Economy economy = Worlds.acceptedCycle(bandit, score(1), Economy.defaults());
        ConfigUpdate second = bandit.decide(score(1), economy).orElseThrow();

        assertThat(first.economyOverrides()).isEqualTo(Map.of("scanXp", 8.0));
        assertThat(first.reasoning()).isEqualTo("UCB1: playing 'thrifty' — scanXp 8");
        assertThat(second.economyOverrides()).isEqualTo(Map.of("scanXp", 14.0, "feedbackXp", 20.0));
        assertThat(bandit.report()).contains("thrifty", "generous");
    }
}
