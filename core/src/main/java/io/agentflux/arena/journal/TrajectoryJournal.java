package io.agentflux.arena.journal;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.http.ArenaReplies;
import io.agentflux.arena.http.JsonWriter;
import io.agentflux.arena.rl.Moment;
import io.agentflux.arena.rl.Transition;
import java.nio.file.Path;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * The steps of a learning loop, one line of JSON each, to learn from without the arena.
 *
 * <p>Each line has {@code episode}, {@code step}, {@code observation}, {@code action}, {@code reward},
 * {@code nextObservation}, {@code terminated} and {@code truncated}; an observation has {@code signals} as the arena reported
 * them and {@code economy} by wire name. A step with an update also has {@code accepted}, {@code appliedConfig} and, if it was
 * refused, {@code rejectionReason}. The file is kept as that of a {@link DecisionJournal}.
 */
public final class TrajectoryJournal implements Consumer<Transition> {

    private final LineFile file;

    private TrajectoryJournal(LineFile file) {
        this.file = file;
    }

    /** As {@link DecisionJournal#open(Path)}. */
    public static TrajectoryJournal open(Path file) {
        return open(JournalFile.of(file));
    }

    /** As {@link DecisionJournal#open(JournalFile)}. */
    public static TrajectoryJournal open(JournalFile file) {
        return new TrajectoryJournal(LineFile.open(file));
    }

    /** Notes a step. Does not block. */
    @Override
    public void accept(Transition transition) {
        file.add(JsonWriter.object(line -> {
            line.whole("episode", transition.episode()).whole("step", transition.step());
            write(line, "observation", transition.before());
            line.array("action", transition.action());
            line.number("reward", transition.reward());
            write(line, "nextObservation", transition.after());
            line.flag("terminated", transition.terminated()).flag("truncated", transition.truncated());
            ConfigResult result = transition.result();
            if (result != null) {
                line.flag("accepted", result.accepted()).numbers("appliedConfig", result.appliedConfig());
                if (!result.accepted()) {
                    line.text("rejectionReason", result.rejectionReason());
                }
            }
        }));
    }

    private static void write(JsonWriter line, String name, Moment moment) {
        line.object(name, members -> members.object("signals", signals -> ArenaReplies.write(signals, moment.signals()))
                .numbers("economy", moment.economy().toWire()));
    }

    /** How many steps were lost so far. */
    public long lostLines() {
        return file.lost();
    }

    /** As {@link DecisionJournal#close}. */
    public Mono<Void> close() {
        return file.close();
    }
}
