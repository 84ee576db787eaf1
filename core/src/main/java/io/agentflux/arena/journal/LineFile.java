package io.agentflux.arena.journal;

import io.agentflux.arena.http.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * Appends lines to a file on a thread of its own, and never makes those wait who bring them: what does not fit into the bounded
 * queue is lost, and a line in its place tells how many were.
 */
final class LineFile {

    private static final Logger LOGGER = LoggerFactory.getLogger(LineFile.class);

    private final JournalFile journal;
    private final RotatedFile file;
    private final Scheduler.Worker worker;
    private final Mono<Void> closing;

    /** Guards all below. */
    private final Object lock = new Object();

    private List<Line> waiting = new ArrayList<>();
    private boolean draining;
    private boolean closed;
    private long lost;
    private long lostInARow;

    /** A line that waits. */
    private static final class Line {

        private final byte[] bytes;

        /** How many lines were lost, if the line tells so; 0 for a line that was brought. */
        private final long gap;

        Line(byte[] bytes, long gap) {
            this.bytes = bytes;
            this.gap = gap;
        }
    }

    private LineFile(JournalFile journal, RotatedFile file) {
        this.journal = journal;
        this.file = file;
        this.worker = journal.scheduler.createWorker();
        this.closing = Mono.<Void>create(this::close).cache();
    }

    /** Opens a file to append to, and makes it if there is none. Blocks. */
    static LineFile open(JournalFile journal) {
        try {
            RotatedFile file = RotatedFile.open(journal);
            LineFile lines = new LineFile(journal, file);
            if (file.wasTorn()) {
                lines.lose();
            }
            return lines;
        } catch (IOException unusable) {
            throw new UncheckedIOException("The journal " + journal + " cannot be opened", unusable);
        }
    }

    /** Brings a line, without its end. */
    void add(byte[] line) {
        synchronized (lock) {
            if (closed || waiting.size() >= journal.capacity) {
                lose();
                return;
            }
            markGap();
            waiting.add(new Line(line, 0));
            if (draining) {
                return;
            }
            draining = true;
        }
        try {
            worker.schedule(this::drain);
        } catch (RejectedExecutionException refused) {
            LOGGER.warn("The journal {} is not written any more: its scheduler takes no work", journal);
            synchronized (lock) {
                closed = true;
                lose(waiting);
                waiting.clear();
            }
        }
    }

    private void markGap() {
        if (lostInARow > 0) {
            long gap = lostInARow;
            waiting.add(new Line(JsonWriter.object(members -> members.whole("lostLines", gap)), gap));
            lostInARow = 0;
        }
    }

    /** Counts a line that could not be kept. */
    void lose() {
        synchronized (lock) {
            lost++;
            lostInARow++;
        }
    }

    /** Where the loss of others cannot be told, they were lost before and still have to be told. */
    private void lose(Iterable<Line> lines) {
        synchronized (lock) {
            for (Line line : lines) {
                if (line.gap == 0) {
                    lose();
                } else {
                    lostInARow += line.gap;
                }
            }
        }
    }

    long lost() {
        synchronized (lock) {
            return lost;
        }
    }

    /** Writes what waits and closes the file. Hot once subscribed to. */
    Mono<Void> close() {
        return closing;
    }

    private void close(MonoSink<Void> done) {
        synchronized (lock) {
            closed = true;
            markGap();
        }
        try {
            worker.schedule(() -> {
                drain();
                worker.dispose();
                try {
                    file.close();
                    done.success();
                } catch (IOException failure) {
                    done.error(new UncheckedIOException("The journal " + journal + " may be incomplete", failure));
                } catch (RuntimeException defect) {
                    done.error(defect);
                }
            });
        } catch (RejectedExecutionException refused) {
            done.error(refused);
        }
    }

    private void drain() {
        for (List<Line> lines = take(); !lines.isEmpty(); lines = take()) {
            int written = 0;
            try {
                written = file.write(lines.stream().map(line -> line.bytes).toList());
            } catch (RuntimeException | Error defect) {
                LOGGER.error("The journal {} was not written; its next lines are tried again", journal, defect);
            }
            lose(lines.subList(written, lines.size()));
        }
    }

    /** Takes all that waits at once: who brings a line must not wait until they are copied. */
    private List<Line> take() {
        synchronized (lock) {
            List<Line> lines = waiting;
            waiting = new ArrayList<>();
            draining = !lines.isEmpty();
            return lines;
        }
    }
}
