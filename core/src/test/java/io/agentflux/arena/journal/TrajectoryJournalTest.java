package io.agentflux.arena.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.Economy;
import io.agentflux.arena.Signals;
import io.agentflux.arena.rl.Moment;
import io.agentflux.arena.rl.Transition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrajectoryJournalTest {

    @Test
    @DisplayName("a line per step holds what is needed to learn from it without the arena")
    void oneLinePerStep(@TempDir Path folder) throws Exception {
        Moment moment = new Moment(new Signals(30, 3, 9, 90, 2, Map.of(), null), Economy.defaults());
        Path file = folder.resolve("steps.jsonl");
        TrajectoryJournal journal = TrajectoryJournal.open(file);
        journal.accept(new Transition(
                1,
                1,
                moment,
                List.of(0.5, -1.0),
                new ConfigResult(false, Map.of(), Map.of(), "RATE_LIMITED", null, null, "dec_1", List.of()),
                moment,
                0.25,
                false,
                false));
        journal.accept(new Transition(1, 2, moment, List.of(0.0, 0.0), null, moment, 0, false, true));
        journal.close().block(Duration.ofSeconds(20));

        String seen = "{\"signals\":{\"enrolled\":30,\"activeToday\":3,\"active7d\":9,\"totalScans\":90,"
                + "\"experimentDays\":2,\"metrics\":{}},\"economy\":{\"scanXp\":10,\"feedbackXp\":15,"
                + "\"issueReportXp\":25,\"statusReportXp\":20,\"photoXp\":10,\"firstScanOfDayXp\":15,"
                + "\"streakBonusPerDay\":5,\"streakBonusCap\":50,\"scanDailyCap\":20,\"feedbackDailyCap\":10}}";
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"episode\":1,\"step\":1,\"observation\":" + seen + ",\"action\":[0.5,-1],\"reward\":0.25,"
                                + "\"nextObservation\":" + seen + ",\"terminated\":false,\"truncated\":false,"
                                + "\"accepted\":false,\"appliedConfig\":{},\"rejectionReason\":\"RATE_LIMITED\"}",
                        "{\"episode\":1,\"step\":2,\"observation\":" + seen + ",\"action\":[0,0],\"reward\":0,"
                                + "\"nextObservation\":" + seen + ",\"terminated\":false,\"truncated\":true}");
        assertThat(journal.lostLines()).isZero();
    }
}
