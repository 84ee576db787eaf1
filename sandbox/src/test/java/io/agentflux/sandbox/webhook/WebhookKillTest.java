package io.agentflux.sandbox.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.KilledProcess;
import io.agentflux.sandbox.webhook.Receiver.Answer;
import io.agentflux.sandbox.webhook.Receiver.Posted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills real processes that deliver to a receiver which fails in every way a receiver can. */
class WebhookKillTest {

    private static final int DECISIONS_PER_RUN = 30;
    private static final int KILLED_RUNS = 2;

    @TempDir
    private Path folder;

    /** 30 of 100 answers are no success; of the others, some are odd. */
    private static Answer answer(Random random) {
        int hundredth = random.nextInt(100);
        if (hundredth < 8) {
            return Answer.ERROR;
        } else if (hundredth < 14) {
            return Answer.RESET;
        } else if (hundredth < 17) {
            return Answer.STALL;
        } else if (hundredth < 22) {
            return Answer.REDIRECT;
        } else if (hundredth < 26) {
            return Answer.GARBAGE;
        } else if (hundredth < 30) {
            return Answer.BUSY;
        } else if (hundredth < 34) {
            return Answer.HUGE_BODY;
        } else {
            return Answer.NO_CONTENT;
        }
    }

    @Test
    @DisplayName("30 % failures and two kills: every event arrives at least once, in order, signed")
    void survives() throws Exception {
        Random random = new Random(20);
        try (Receiver first = Receiver.answering(post -> answer(random));
                Receiver second = Receiver.answering(post -> answer(random))) {
            for (int run = 1; run <= KILLED_RUNS; run++) {
                int enough = run * DECISIONS_PER_RUN - DECISIONS_PER_RUN / 2;
                try (KilledProcess process = start(first, second)) {
                    process.await(() -> first.taken().size() >= enough);
                }
            }
            try (KilledProcess process = start(first, second)) {
                int before = kept().size();
                process.await(() -> kept().size() == before + DECISIONS_PER_RUN);
                process.await(() -> has(first, lastKept()) && has(second, lastKept()));
            }

            check(first);
            check(second);
        }
    }

    private void check(Receiver receiver) throws IOException {
        List<String> kept = kept();
        List<Posted> taken = receiver.taken();
        List<String> arrived = taken.stream().map(Posted::eventId).toList();
        String secret = noted("secret").stream()
                .filter(note -> note.startsWith(receiver.url("/")))
                .map(note -> note.substring(note.indexOf(' ') + 1))
                .findFirst()
                .orElseThrow();

        assertThat(receiver.posted()).allMatch(post -> post.isSignedWith(secret));
        assertThat(arrived).containsAll(kept);
        // what came twice came twice in a row, so the first arrivals, and the last ones, are in the order of the log
        List<Long> sequences = taken.stream()
                .map(post -> Long.parseLong(post.id().split("_", -1)[1]))
                .toList();
        assertThat(sequences).isSorted();
        assertThat(new ArrayList<>(new LinkedHashSet<>(arrived))
                        .stream().filter(kept::contains).toList())
                .isEqualTo(kept);
        Map<Answer, Long> answers =
                receiver.posted().stream().collect(Collectors.groupingBy(Posted::answer, Collectors.counting()));
        System.out.printf(
                "%d decisions kept, %d posts, %d taken, %d of them twice: %s%n",
                kept.size(),
                receiver.posted().size(),
                taken.size(),
                taken.size() - new LinkedHashSet<>(arrived).size(),
                answers);
    }

    private KilledProcess start(Receiver first, Receiver second) throws IOException {
        return KilledProcess.start(
                folder.resolve("output"),
                KilledDispatcher.class,
                folder.resolve("agentflux.db"),
                folder.resolve("notes"),
                DECISIONS_PER_RUN,
                first.url("/"),
                second.url("/"));
    }

    private static boolean has(Receiver receiver, String eventId) {
        return receiver.taken().stream().anyMatch(post -> post.eventId().equals(eventId));
    }

    private List<String> kept() throws IOException {
        return noted("kept");
    }

    private String lastKept() throws IOException {
        List<String> kept = kept();
        return kept.get(kept.size() - 1);
    }

    /** What was noted under that word; a last line that is cut off is not counted. */
    private List<String> noted(String word) throws IOException {
        Path notes = folder.resolve("notes");
        String text = Files.exists(notes) ? Files.readString(notes) : "";
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length() + 1))
                .toList();
    }
}
