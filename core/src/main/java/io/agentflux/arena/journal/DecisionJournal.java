package io.agentflux.arena.journal;

import io.agentflux.AgentEvent;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.Signals;
import io.agentflux.arena.http.ArenaReplies;
import io.agentflux.arena.http.JsonWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The decisions of agents of an arena, one line of JSON for each cycle: what was seen, what was decided, and what became of it.
 *
 * <pre>{@code
 * DecisionJournal journal = DecisionJournal.open(Path.of("decisions.jsonl"));
 * RunningAgent agent = ArenaAgent.of(arena, strategy).start(journal);
 * ...
 * agent.stop(Duration.ofSeconds(10)).then(journal.close()).block();
 * }</pre>
 *
 * <p>Each line has {@code at}, {@code agent}, {@code cycle} and {@code outcome}, which is {@code accepted}, {@code rejected},
 * {@code held}, {@code failed} or {@code stopped}. Further members, where there is something to tell: {@code signals} as the
 * arena reported them; {@code decision} in the form of the arena's own audit log; for a failure {@code stage}, {@code kind},
 * {@code error} and {@code consecutiveFailures}, and the {@code proposal} if it is not known whether that took effect; for the
 * end {@code reason}.
 *
 * <p>A journal never holds up or ends an agent. Lines are written on a scheduler of their own, in the order in which they came;
 * a disk that cannot keep up costs lines, and {@code {"lostLines":n}} stands in their place. What was written survives the end
 * of the process; {@link #close} also forces it to the disk. One journal may serve any number of agents with different names.
 */
public final class DecisionJournal implements Consumer<AgentEvent<Signals, ConfigUpdate, ConfigResult>> {

    private static final Logger LOGGER = LoggerFactory.getLogger(DecisionJournal.class);

    private final LineFile file;

    /** What is known so far of the cycle that each agent is in. */
    private final Map<String, Cycle> cycles = new ConcurrentHashMap<>();

    private record Cycle(Signals signals, @Nullable ConfigUpdate proposal) {}

    private DecisionJournal(LineFile file) {
        this.file = file;
    }

    /** A journal in a file that is kept as {@link JournalFile#of} says; see {@link #open(JournalFile)}. */
    public static DecisionJournal open(Path file) {
        return open(JournalFile.of(file));
    }

    /**
     * A journal. Blocks while the file is opened.
     *
     * @throws java.io.UncheckedIOException if the file cannot be opened
     */
    public static DecisionJournal open(JournalFile file) {
        return new DecisionJournal(LineFile.open(file));
    }

    /** Notes what happened. Does not block and does not throw. */
    @Override
    public void accept(AgentEvent<Signals, ConfigUpdate, ConfigResult> event) {
        try {
            note(event);
        } catch (RuntimeException unwritable) {
            // such as evidence whose text cannot be had
            file.lose();
            LOGGER.warn(
                    "A line of the journal is lost: agent '{}', cycle {}", event.agent(), event.cycle(), unwritable);
        }
    }

    private void note(AgentEvent<Signals, ConfigUpdate, ConfigResult> event) {
        if (event instanceof AgentEvent.Observed<Signals, ConfigUpdate, ConfigResult> observed) {
            cycles.put(event.agent(), new Cycle(observed.observation(), null));
        } else if (event instanceof AgentEvent.Decided<Signals, ConfigUpdate, ConfigResult> decided) {
            cycles.computeIfPresent(event.agent(), (agent, cycle) -> new Cycle(cycle.signals(), decided.proposal()));
        } else if (event instanceof AgentEvent.Acted<Signals, ConfigUpdate, ConfigResult> acted) {
            ConfigResult result = acted.result();
            if (result != null) {
                Decision decision = new Decision(result.decisionLogId(), acted.at(), acted.proposal(), result);
                line(
                        event,
                        result.accepted() ? "accepted" : "rejected",
                        (line, cycle) -> line.object("decision", entry -> ArenaReplies.write(entry, decision)));
            }
        } else if (event instanceof AgentEvent.Held) {
            line(event, "held", (line, cycle) -> {});
        } else if (event instanceof AgentEvent.CycleFailed<?, ?, ?> failed) {
            line(event, "failed", (line, cycle) -> {
                line.text("stage", failed.stage().name())
                        .text("kind", failed.kind().name())
                        .text("error", failed.error().toString())
                        .whole("consecutiveFailures", failed.consecutive());
                if (cycle != null && cycle.proposal() != null) {
                    ConfigUpdate proposal = cycle.proposal();
                    line.object("proposal", members -> members.numbers("economyOverrides", proposal.economyOverrides())
                            .text("reasoning", proposal.reasoning()));
                }
            });
        } else if (event instanceof AgentEvent.Stopped<?, ?, ?> stopped) {
            line(
                    event,
                    "stopped",
                    (line, cycle) -> line.text("reason", stopped.reason().toString()));
        }
    }

    private void line(AgentEvent<?, ?, ?> event, String outcome, BiConsumer<JsonWriter, @Nullable Cycle> more) {
        Cycle cycle = cycles.remove(event.agent());
        file.add(JsonWriter.object(line -> {
            line.text("at", event.at().toString())
                    .text("agent", event.agent())
                    .whole("cycle", event.cycle())
                    .text("outcome", outcome);
            if (cycle != null) {
                line.object("signals", members -> ArenaReplies.write(members, cycle.signals()));
            }
            more.accept(line, cycle);
        }));
    }

    /** How many lines were lost so far. */
    public long lostLines() {
        return file.lost();
    }

    /**
     * Writes what waits, forces it to the disk and closes the file; later events are lost.
     *
     * @return a publisher that does so once subscribed to, once for all subscribers, and completes on the scheduler of the
     *     journal; fails if it is not known whether all is on the disk
     */
    public Mono<Void> close() {
        return file.close();
    }
}
