package io.agentflux.arena.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.AgentEvent;
import io.agentflux.FailureKind;
import io.agentflux.Stage;
import io.agentflux.StopReason;
import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;
import io.agentflux.time.SimulatedScheduler;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class DecisionJournalTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.250Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Signals SIGNALS =
            new Signals(30, 3, 9, 90, 2, Map.of("SCAN_FREQUENCY", MetricSignal.of(1.5, null, 30)), null);
    private static final ConfigUpdate UPDATE = ConfigUpdate.of(EconomyParameter.SCAN_XP, 20, "more \"scans\"");

    @TempDir
    private Path folder;

    private final Scheduler writing = Schedulers.newSingle("journal-test", true);

    @AfterEach
    void stopWriting() {
        writing.dispose();
    }

    private Path file() {
        return folder.resolve("decisions.jsonl");
    }

    private static void observe(DecisionJournal journal, String agent, long cycle) {
        journal.accept(new AgentEvent.Observed<>(agent, cycle, AT, SIGNALS));
    }

    private static void hold(DecisionJournal journal, String agent, long cycle) {
        observe(journal, agent, cycle);
        journal.accept(new AgentEvent.Held<>(agent, cycle, AT));
    }

    private static void act(
            DecisionJournal journal, String agent, long cycle, ConfigUpdate update, ConfigResult result) {
        observe(journal, agent, cycle);
        journal.accept(new AgentEvent.Decided<>(agent, cycle, AT, update));
        journal.accept(new AgentEvent.Acted<>(agent, cycle, AT, update, result));
    }

    private List<String> linesOf(DecisionJournal journal) throws Exception {
        journal.close().block(PATIENCE);
        return Files.readAllLines(file());
    }

    @Test
    @DisplayName("a line per cycle: what was seen, decided and became of it, in the form of the audit log")
    void oneLinePerCycle() throws Exception {
        DecisionJournal journal = DecisionJournal.open(file());
        act(
                journal,
                "a",
                1,
                UPDATE,
                new ConfigResult(
                        true,
                        Map.of("scanXp", 15.0),
                        Map.of("scanXp", new ClampedDelta(10, 20, 15, 50, 10, 5)),
                        null,
                        null,
                        null,
                        "dec_1",
                        List.of()));
        act(
                journal,
                "a",
                2,
                UPDATE,
                new ConfigResult(false, Map.of(), Map.of(), "RATE_LIMITED", "too soon", null, "dec_2", List.of()));
        hold(journal, "b", 1);
        observe(journal, "b", 2);
        journal.accept(new AgentEvent.Decided<>("b", 2, AT, UPDATE));
        journal.accept(new AgentEvent.CycleFailed<>(
                "b", 2, AT, Stage.ACT, FailureKind.TRANSIENT, new ArenaTransientException("503", null), 1));
        journal.accept(new AgentEvent.CycleFailed<>(
                "b", 3, AT, Stage.OBSERVE, FailureKind.PERMANENT, new IllegalStateException("bug"), 2));
        journal.accept(new AgentEvent.Stopped<>("b", 3, AT, new StopReason.Requested(false)));

        String seen = "\"signals\":{\"enrolled\":30,\"activeToday\":3,\"active7d\":9,\"totalScans\":90,"
                + "\"experimentDays\":2,\"metrics\":{\"SCAN_FREQUENCY\":{\"value\":1.5,\"stdDev\":null,"
                + "\"sampleSize\":30,\"confidence\":\"high\"}}}";
        String at = "{\"at\":\"2026-01-01T00:00:00.250Z\",";
        assertThat(linesOf(journal))
                .containsExactly(
                        at + "\"agent\":\"a\",\"cycle\":1,\"outcome\":\"accepted\"," + seen
                                + ",\"decision\":{\"id\":\"dec_1\",\"timestamp\":\"2026-01-01T00:00:00Z\","
                                + "\"accepted\":true,\"economyOverrides\":{\"scanXp\":20},"
                                + "\"reasoning\":\"more \\\"scans\\\"\",\"appliedConfig\":{\"scanXp\":15},"
                                + "\"clampedDeltas\":{\"scanXp\":{\"previous\":10,\"requested\":20,\"applied\":15,"
                                + "\"clamped\":true,\"deltaPercent\":50,\"baseline\":10,\"maxDelta\":5}}}}",
                        at + "\"agent\":\"a\",\"cycle\":2,\"outcome\":\"rejected\"," + seen
                                + ",\"decision\":{\"id\":\"dec_2\",\"timestamp\":\"2026-01-01T00:00:00Z\","
                                + "\"accepted\":false,\"economyOverrides\":{\"scanXp\":20},"
                                + "\"reasoning\":\"more \\\"scans\\\"\",\"rejectionReason\":\"RATE_LIMITED\","
                                + "\"rejectionCode\":\"RATE_LIMITED\",\"rejectionDetail\":\"too soon\"}}",
                        at + "\"agent\":\"b\",\"cycle\":1,\"outcome\":\"held\"," + seen + "}",
                        at + "\"agent\":\"b\",\"cycle\":2,\"outcome\":\"failed\"," + seen
                                + ",\"stage\":\"ACT\",\"kind\":\"TRANSIENT\","
                                + "\"error\":\"io.agentflux.arena.ArenaTransientException: 503\","
                                + "\"consecutiveFailures\":1,\"proposal\":{\"economyOverrides\":{\"scanXp\":20},"
                                + "\"reasoning\":\"more \\\"scans\\\"\"}}",
                        at + "\"agent\":\"b\",\"cycle\":3,\"outcome\":\"failed\",\"stage\":\"OBSERVE\","
                                + "\"kind\":\"PERMANENT\",\"error\":\"java.lang.IllegalStateException: bug\","
                                + "\"consecutiveFailures\":2}",
                        at + "\"agent\":\"b\",\"cycle\":3,\"outcome\":\"stopped\","
                                + "\"reason\":\"Requested[interrupted=false]\"}");
        assertThat(journal.lostLines()).isZero();
    }

    @Test
    @DisplayName("a journal goes on where an earlier one ended; of a line that a crash has torn it keeps no piece")
    void appends() throws Exception {
        Files.writeString(file(), "{\"whole\":1}\n{\"torn\":" + "x".repeat(20_000));
        DecisionJournal journal = DecisionJournal.open(file());
        assertThat(journal.lostLines()).isEqualTo(1);
        hold(journal, "a", 1);
        assertThat(linesOf(journal)).hasSize(3).startsWith("{\"whole\":1}", "{\"lostLines\":1}");

        DecisionJournal next = DecisionJournal.open(file());
        hold(next, "a", 1);
        assertThat(linesOf(next)).hasSize(4).allMatch(line -> line.startsWith("{"));
    }

    @Test
    @DisplayName("zeros that a power failure left in place of a line are cut off, and the line is counted as lost")
    void cutsZeros() throws Exception {
        Files.writeString(file(), "{\"whole\":1}\n" + "\0".repeat(5_000));
        DecisionJournal journal = DecisionJournal.open(file());
        hold(journal, "a", 1);
        assertThat(linesOf(journal)).hasSize(3).startsWith("{\"whole\":1}", "{\"lostLines\":1}");
    }

    @Test
    @DisplayName("what somebody else has left in the file is not cut")
    void appendsToOthers() throws Exception {
        Files.writeString(file(), "a note without an end");
        DecisionJournal journal = DecisionJournal.open(file());
        hold(journal, "a", 1);
        assertThat(linesOf(journal)).hasSize(2).startsWith("a note without an end");
        assertThat(journal.lostLines()).isZero();
    }

    @Test
    @DisplayName("lines are written elsewhere, and those that do not fit are lost and counted in their place")
    void losesRatherThanWaits() throws Exception {
        // a scheduler that writes only when it is told to
        SimulatedScheduler stalled = SimulatedScheduler.startingAt(AT);
        DecisionJournal journal =
                DecisionJournal.open(JournalFile.of(file()).capacity(2).on(stalled));
        for (int cycle = 1; cycle <= 5; cycle++) {
            hold(journal, "a", cycle);
        }
        assertThat(Files.size(file())).isZero();
        assertThat(journal.lostLines()).isEqualTo(3);

        stalled.advanceTo(AT);
        hold(journal, "a", 6);
        stalled.advanceTo(AT);

        assertThat(Files.readAllLines(file()))
                .extracting(line -> line.replaceAll(".*\"cycle\":(\\d).*", "$1"))
                .containsExactly("1", "2", "{\"lostLines\":3}", "6");
        journal.close().subscribe();
        stalled.advanceTo(AT);
        assertThat(journal.lostLines()).isEqualTo(3);
    }

    @Test
    @DisplayName("what cannot be written is lost, not thrown, and a closed journal takes nothing more")
    void neverThrows() throws Exception {
        Object unprintable = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        };
        DecisionJournal journal = DecisionJournal.open(file());
        act(
                journal,
                "a",
                1,
                new ConfigUpdate(Map.of("scanXp", 1.0), "", Map.of("evidence", unprintable)),
                new ConfigResult(true, Map.of(), Map.of(), null, null, null, "dec_1", List.of()));
        hold(journal, "a", 2);

        assertThat(linesOf(journal)).hasSize(2).satisfies(lines -> assertThat(lines.get(0))
                .isEqualTo("{\"lostLines\":1}"));
        hold(journal, "a", 3);
        journal.close().block(PATIENCE);
        assertThat(journal.lostLines()).isEqualTo(2);
        assertThat(Files.readAllLines(file())).hasSize(2);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("a full disk costs lines, not the agent")
    void fullDisk() {
        DecisionJournal journal =
                DecisionJournal.open(JournalFile.of(Path.of("/dev/full")).on(writing));
        hold(journal, "a", 1);
        // the second line comes after a line that tells of the loss of the first, which is lost as well but was not
        // brought
        Mono.fromRunnable(() -> {}).subscribeOn(writing).block(PATIENCE);
        hold(journal, "a", 2);

        assertThatThrownBy(() -> journal.close().block(PATIENCE)).hasMessageContaining("may be incomplete");
        assertThat(journal.lostLines()).isEqualTo(2);
    }

    @Test
    @DisplayName("a scheduler that is gone costs lines, not the agent")
    void disposedScheduler() {
        DecisionJournal journal = DecisionJournal.open(JournalFile.of(file()).on(writing));
        writing.dispose();
        hold(journal, "a", 1);
        hold(journal, "a", 2);

        assertThat(journal.lostLines()).isEqualTo(2);
    }

    @Test
    @DisplayName("a file that cannot be opened is told at once")
    void unusableFile() {
        assertThatThrownBy(() -> DecisionJournal.open(folder.resolve("missing").resolve("decisions.jsonl")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("decisions.jsonl");
    }

    @Test
    @DisplayName("a file that is copied and truncated meanwhile is written on from its beginning")
    void rotation() throws Exception {
        DecisionJournal journal = DecisionJournal.open(JournalFile.of(file()).on(writing));
        hold(journal, "a", 1);
        Mono.fromRunnable(() -> {}).subscribeOn(writing).block(PATIENCE);
        Files.write(file(), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        hold(journal, "a", 2);

        assertThat(linesOf(journal)).singleElement().asString().contains("\"cycle\":2");
    }
}
