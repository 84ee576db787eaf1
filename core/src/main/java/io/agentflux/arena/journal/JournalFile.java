package io.agentflux.arena.journal;

import java.nio.file.Path;
import java.util.Objects;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The file of a journal, and how it is kept: give it to {@link DecisionJournal#open(JournalFile)} or
 * {@link TrajectoryJournal#open(JournalFile)}. Immutable, each option gives a changed copy.
 *
 * <p>The file is made if there is none, and appended to if there is. One file belongs to one journal at a time. Every line in it
 * is whole: what a crash leaves of a line is cut off when the file is opened again, and the line is counted as lost.
 */
public final class JournalFile {

    final Path path;
    final int capacity;
    final Scheduler scheduler;
    final long fullSize;
    final int keptFiles;

    private JournalFile(Path path, int capacity, Scheduler scheduler, long fullSize, int keptFiles) {
        this.path = path;
        this.capacity = capacity;
        this.scheduler = scheduler;
        this.fullSize = fullSize;
        this.keptFiles = keptFiles;
    }

    /** A file in a folder that is there. */
    public static JournalFile of(Path path) {
        return new JournalFile(
                Objects.requireNonNull(path, "path"), 10_000, Schedulers.boundedElastic(), Long.MAX_VALUE, 0);
    }

    /**
     * Goes on in a new file when the next line would make this one larger than {@code bytes}; full ones are renamed to the name
     * with {@code .1} appended, {@code .2} and so on, the newest first, and those beyond {@code keptFiles} are deleted. A line
     * that is longer has a file of its own. By default a file grows without limit, and may be rotated from outside by copying
     * and truncating it.
     */
    public JournalFile rotatedAt(long bytes, int keptFiles) {
        if (bytes < 1 || keptFiles < 1) {
            throw new IllegalArgumentException("a journal rotated at " + bytes + " bytes of which " + keptFiles
                    + " full files are kept; give at least 1 for both");
        }
        return new JournalFile(path, capacity, scheduler, bytes, keptFiles);
    }

    /** How many lines may wait to be written before further ones are lost; 10,000 by default. */
    public JournalFile capacity(int lines) {
        if (lines < 1) {
            throw new IllegalArgumentException("a journal that keeps " + lines + " lines; give at least 1");
        }
        return new JournalFile(path, lines, scheduler, fullSize, keptFiles);
    }

    /** Where the file is written, which blocks; {@link Schedulers#boundedElastic()} by default. */
    public JournalFile on(Scheduler scheduler) {
        return new JournalFile(path, capacity, Objects.requireNonNull(scheduler, "scheduler"), fullSize, keptFiles);
    }

    /** Where the full file of that age is, the newest being of age 1; of age 0 is the one that is written. */
    Path ofAge(int age) {
        return age == 0 ? path : path.resolveSibling(path.getFileName() + "." + age);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
