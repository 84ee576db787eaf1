package io.agentflux.sandbox.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.MetricSignal;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.experiment.HealthLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthRuleTest {

    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(30));
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration HOUR = Duration.ofHours(1);

    private static Vitals at(Instant now, Instant watchedSince, Vitals.Variant... variants) {
        return new Vitals(now, watchedSince, DAY, List.of(variants));
    }

    private static Vitals.Variant agent(@Nullable Instant lastHeard, @Nullable Duration interval) {
        return new Vitals.Variant(
                "v", "Team A", true, lastHeard, interval, HOUR, NOW, 0, null, null, Economy.defaults(), false, null, 0);
    }

    private static Vitals.Variant retained(double share, int people) {
        return new Vitals.Variant(
                "v",
                "Team A",
                true,
                null,
                null,
                HOUR,
                NOW,
                0,
                null,
                MetricSignal.of(share, 0.4, people),
                Economy.defaults(),
                false,
                null,
                0);
    }

    private static Vitals.Variant decided(boolean hasAgent, @Nullable Instant lastDecision) {
        return new Vitals.Variant(
                "v",
                "Team A",
                hasAgent,
                null,
                null,
                HOUR,
                lastDecision,
                0,
                null,
                null,
                Economy.defaults(),
                false,
                null,
                0);
    }

    private static Vitals.Variant paying(String id, boolean hasAgent, Economy economy, boolean hasChanged) {
        return new Vitals.Variant(id, id, hasAgent, null, null, HOUR, NOW, 0, null, null, economy, hasChanged, null, 0);
    }

    @ParameterizedTest(name = "{0} ms after the last sign of life: {1} finding")
    @CsvSource({"179999, 0", "180000, 0", "180001, 1", "181000, 1"})
    @DisplayName("with an interval of 60 s the limit is 180 s, and 181 s are too long")
    void limitsSilence(long millis, int findings) {
        Instant lastHeard = NOW.minusMillis(millis);

        assertThat(HealthRule.heartbeatTimeout(3).check(at(NOW, LONG_AGO, agent(lastHeard, Duration.ofSeconds(60)))))
                .hasSize(findings);
    }

    @ParameterizedTest(name = "an interval of {0} ms, {1} ms after the last sign of life: {2} finding")
    @CsvSource({"0, 1, 0", "0, 3000, 0", "0, 3001, 1", "500, 3000, 0", "999, 3001, 1", "1000, 3000, 0"})
    @DisplayName("an agent that does not wait is not silent at once: the shortest interval is a second")
    void toleratesAgentsThatDoNotWait(long interval, long millis, int findings) {
        Vitals vitals = at(NOW, LONG_AGO, agent(NOW.minusMillis(millis), Duration.ofMillis(interval)));

        assertThat(HealthRule.heartbeatTimeout(3).check(vitals))
                .hasSize(findings)
                .allSatisfy(finding -> assertThat(finding.limit()).isEqualTo("3 times its interval of 1 s = 3 s"));
    }

    @Test
    @DisplayName("the finding tells when the agent was last heard of, the limit, and what to do")
    void explainsSilence() {
        Instant lastHeard = NOW.minusSeconds(181);

        assertThat(HealthRule.heartbeatTimeout(3).check(at(NOW, LONG_AGO, agent(lastHeard, Duration.ofSeconds(60)))))
                .containsExactly(new Finding(
                        EventType.HEARTBEAT_TIMEOUT,
                        "v",
                        "2026-05-04T11:56:59Z",
                        "the agent of 'Team A' was last heard of at 2026-05-04T11:56:59Z",
                        "3 times its interval of 60 s = 180 s",
                        "See whether it still runs and reaches the arena; the variant keeps its economy meanwhile."));
    }

    @Test
    @DisplayName("an agent that never sent a heartbeat is not watched, however long it is silent")
    void waitsForTheFirstHeartbeat() {
        HealthRule rule = HealthRule.heartbeatTimeout(3);

        assertThat(rule.check(at(NOW, LONG_AGO, agent(null, null)))).isEmpty();
        assertThat(rule.check(at(NOW, LONG_AGO, agent(LONG_AGO, null)))).isEmpty();
    }

    @ParameterizedTest(name = "running for {0} s: {1} finding")
    @CsvSource({"180, 0", "181, 1"})
    @DisplayName("an agent has its time anew when the experiment begins to run or the arena to watch")
    void givesTimeAfterAPause(long runningSeconds, int findings) {
        Vitals vitals = at(NOW, NOW.minusSeconds(runningSeconds), agent(LONG_AGO, Duration.ofSeconds(60)));

        assertThat(HealthRule.heartbeatTimeout(3).check(vitals)).hasSize(findings);
    }

    @ParameterizedTest(name = "{0} of {1} people: {2} finding")
    @CsvSource({"0.31, 50, 0", "0.3, 50, 0", "0.29, 50, 1", "0.1, 9, 0", "0.1, 10, 1", "0, 500, 1"})
    @DisplayName("fewer than 30 % of at least ten people are a cliff")
    void watchesRetention(double share, int people, int findings) {
        assertThat(HealthRule.retentionCliff(0.3).check(at(NOW, LONG_AGO, retained(share, people))))
                .hasSize(findings)
                .allSatisfy(finding -> assertThat(finding.type()).isEqualTo(EventType.RETENTION_CLIFF));
    }

    @Test
    @DisplayName("the finding tells the share, the people and the floor")
    void explainsRetention() {
        Finding finding = HealthRule.retentionCliff(0.3)
                .check(at(NOW, LONG_AGO, retained(0.2468, 77)))
                .get(0);

        assertThat(finding.seen()).isEqualTo("RETENTION_RATE of 'Team A' is 24.7 % of 77 people");
        assertThat(finding.limit()).isEqualTo("30.0 %");
    }

    private static Vitals.Course course(double before, double now, int people) {
        return new Vitals.Course(MetricSignal.of(before, 1.0, people), MetricSignal.of(now, 1.0, people));
    }

    private static Vitals.Variant changed(double before, double now, int people, int strikes) {
        return changed(course(before, now, people), course(2, 2, 200), strikes);
    }

    private static Vitals.Variant changed(Vitals.Course own, Vitals.Course control, int strikes) {
        Vitals.Change change = new Vitals.Change(LONG_AGO, "SCAN_FREQUENCY", own, control);
        return new Vitals.Variant(
                "v", "Team A", true, null, null, HOUR, NOW, 0, null, null, Economy.defaults(), true, change, strikes);
    }

    @ParameterizedTest(name = "from {0} to {1} among {2} people: {3} finding")
    @CsvSource({
        "2.0, 1.5, 200, 1",
        "2.0, 1.61, 200, 0",
        "2.0, 1.5, 15, 0",
        "2.0, 0.1, 9, 0",
        "2.0, 2.5, 200, 0",
        "0.0, 0.0, 200, 0",
    })
    @DisplayName("a fall by more than 20 % that chance does not explain is a degradation, one episode for each update")
    void tellsDegradation(double before, double now, int people, int findings) {
        Vitals vitals = at(NOW, LONG_AGO, changed(before, now, people, 0));

        assertThat(HealthRule.degradation(0).check(vitals)).isEmpty();
        assertThat(HealthRule.degradation(0.2).check(vitals)).hasSize(findings).allSatisfy(finding -> {
            assertThat(finding.type()).isEqualTo(EventType.DEGRADATION);
            assertThat(finding.episode()).isEqualTo(LONG_AGO.toString());
            assertThat(finding.seen())
                    .startsWith("SCAN_FREQUENCY of 'Team A' fell from 2.000 to 1.500 since its update")
                    .endsWith("that of the control went from 2.000 to 2.000");
            assertThat(finding.limit()).isEqualTo("a fall of 20.0 % beyond that of the control");
        });
    }

    @ParameterizedTest(name = "that of the control from {0} to {1} among {2} people: {3} finding")
    @CsvSource({
        "3.0, 3.0, 200, 1",
        "3.0, 4.5, 200, 1",
        "3.0, 2.9, 200, 1",
        "3.0, 2.8, 200, 0",
        "3.0, 2.0, 200, 0",
        "3.0, 3.0, 10, 0",
        "3.0, 3.0, 9, 0",
        "0.0, 0.0, 200, 0",
    })
    @DisplayName("a fall by a quarter is no degradation as far as the control falls as well, or can tell nothing")
    void takesTheControlIntoAccount(double before, double now, int people, int findings) {
        Vitals vitals = at(NOW, LONG_AGO, changed(course(2, 1.5, 200), course(before, now, people), 0));

        assertThat(HealthRule.degradation(0.2).check(vitals)).hasSize(findings);
    }

    @ParameterizedTest(name = "{0} strikes: {1} finding")
    @CsvSource({"2, 0", "3, 1", "9, 1"})
    @DisplayName("updates refused one after another are a streak, unless nobody asked for this rule")
    void countsStrikes(int strikes, int findings) {
        Vitals vitals = at(NOW, LONG_AGO, changed(1, 1, 50, strikes));

        assertThat(HealthRule.rejectionStreak(3).check(vitals)).hasSize(findings);
        assertThat(HealthRule.rejectionStreak(0).check(vitals)).isEmpty();
    }

    @ParameterizedTest(name = "{0} updates cut back in a row: {1} finding")
    @CsvSource({"0, 0", "3, 0", "4, 1", "5, 1"})
    @DisplayName("four updates in a row that were cut back are an anomaly, one episode since the first of them")
    void countsCutBacks(int cutBack, int findings) {
        Instant since = cutBack == 0 ? null : LONG_AGO;
        Vitals.Variant variant = new Vitals.Variant(
                "v", "Team A", true, null, null, HOUR, NOW, cutBack, since, null, Economy.defaults(), true, null, 0);

        assertThat(HealthRule.alwaysCutBack(4).check(at(NOW, LONG_AGO, variant)))
                .hasSize(findings)
                .allSatisfy(finding -> {
                    assertThat(finding.type()).isEqualTo(EventType.ANOMALY);
                    assertThat(finding.episode()).isEqualTo(LONG_AGO.toString());
                    assertThat(finding.seen()).contains("last " + cutBack + " accepted updates of 'Team A'");
                });
    }

    @ParameterizedTest(name = "last decision {0} s ago, running for {1} s, agent {2}: {3} finding")
    @CsvSource({
        "86399, 864000, true, 0",
        "86400, 864000, true, 1",
        "86400, 864000, false, 0",
        "864000, 86399, true, 0",
        "864000, 86400, true, 1",
        ", 86399, true, 0",
        ", 86400, true, 1",
    })
    @DisplayName("an agent that decides nothing for a day is idle")
    void watchesIdleAgents(@Nullable Long seconds, long running, boolean hasAgent, int findings) {
        Instant lastDecision = seconds == null ? null : NOW.minusSeconds(seconds);

        assertThat(HealthRule.idle(1).check(at(NOW, NOW.minusSeconds(running), decided(hasAgent, lastDecision))))
                .hasSize(findings)
                .allSatisfy(finding -> assertThat(finding.type()).isEqualTo(EventType.IDLE));
    }

    @ParameterizedTest(name = "last decision {0} s ago: {1} finding")
    @CsvSource({"10799, 0", "10800, 1"})
    @DisplayName("where days are short, an agent has three update intervals")
    void givesIdleAgentsThreeIntervals(long seconds, int findings) {
        Vitals vitals =
                new Vitals(NOW, LONG_AGO, Duration.ofSeconds(10), List.of(decided(true, NOW.minusSeconds(seconds))));

        assertThat(HealthRule.idle(1).check(vitals)).hasSize(findings).allSatisfy(finding -> assertThat(finding.limit())
                .isEqualTo("3 update intervals = 10800 s"));
    }

    @Test
    @DisplayName("two agents that pay the same converge, once one of them has changed anything")
    void noticesConvergence() {
        Economy same = Economy.defaults().with(EconomyParameter.SCAN_XP, 15);
        Economy close = same.with(EconomyParameter.STREAK_BONUS_CAP, 51);
        Economy apart = same.with(EconomyParameter.STREAK_BONUS_CAP, 52);
        Vitals.Variant control = paying("control", false, Economy.defaults(), false);
        HealthRule rule = HealthRule.converging(0.02);

        assertThat(rule.check(
                        at(NOW, LONG_AGO, control, paying("a", true, same, true), paying("b", true, close, true))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.type()).isEqualTo(EventType.CONVERGING);
                    assertThat(finding.variantId()).isNull();
                    assertThat(finding.seen()).isEqualTo("'a', 'b' pay nearly the same");
                });
        assertThat(rule.check(
                        at(NOW, LONG_AGO, control, paying("a", true, same, true), paying("b", true, apart, true))))
                .isEmpty();
        assertThat(rule.check(at(NOW, LONG_AGO, control, paying("a", true, same, true))))
                .isEmpty();
        assertThat(rule.check(
                        at(NOW, LONG_AGO, control, paying("a", true, same, false), paying("b", true, same, false))))
                .isEmpty();
    }

    @Test
    @DisplayName("lines that cannot be drawn are refused")
    void refusesImpossibleSettings() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HealthLimits.ofDefaults().retentionFloor(1.1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HealthLimits.ofDefaults().releaseAfter(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new HealthLimits(0, 0.3, null, false, 4, 1, 0.02, 0, 0));
    }
}
