package io.agentflux.arena.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of a journal while it is written, and the full ones beside it. Blocks; one thread at a time. */
final class RotatedFile {

    private static final Logger LOGGER = LoggerFactory.getLogger(RotatedFile.class);
    private static final int READ_AT_ONCE = 8_192;

    private final JournalFile journal;
    private final boolean wasTorn;
    private FileChannel channel;

    /** Whether the file does not end with a whole line. */
    private boolean isTorn;

    private boolean cannotWrite;
    private boolean cannotRotate;

    private RotatedFile(JournalFile journal, boolean wasTorn, boolean isTorn) throws IOException {
        this.journal = journal;
        this.wasTorn = wasTorn;
        this.isTorn = isTorn;
        this.channel = append(journal.path);
    }

    static RotatedFile open(JournalFile journal) throws IOException {
        try (FileChannel found = FileChannel.open(
                journal.path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long whole = endOfLastLine(found);
            if (whole == found.size()) {
                return new RotatedFile(journal, false, false);
            }
            ByteBuffer first = ByteBuffer.allocate(1);
            found.read(first, whole);
            // each of our lines is an object, or the zeros that a power failure left of one; anything else is not ours
            // to cut
            boolean isOurs = first.get(0) == '{' || first.get(0) == 0;
            if (isOurs) {
                found.truncate(whole);
            }
            return new RotatedFile(journal, isOurs, !isOurs);
        }
    }

    private static FileChannel append(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static long endOfLastLine(FileChannel file) throws IOException {
        for (long end = file.size(); end > 0; end -= READ_AT_ONCE) {
            long from = Math.max(0, end - READ_AT_ONCE);
            ByteBuffer bytes = ByteBuffer.allocate((int) (end - from));
            while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {
                // the file may be read in pieces
            }
            for (int i = bytes.position() - 1; i >= 0; i--) {
                if (bytes.get(i) == '\n') {
                    return from + i + 1;
                }
            }
        }
        return 0;
    }

    /** Whether the end of a line that a crash had torn was cut off when the file was opened. */
    boolean wasTorn() {
        return wasTorn;
    }

    /**
     * Appends lines, in a new file where they no longer fit.
     *
     * @return how many are written, in their order
     */
    int write(List<byte[]> lines) {
        int written = 0;
        try {
            while (written < lines.size()) {
                if (isTorn) {
                    writeFully(new byte[] {'\n'});
                    isTorn = false;
                }
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                int end = fill(bytes, lines, written);
                append(bytes.toByteArray());
                written = end;
            }
            cannotWrite = false;
        } catch (IOException failure) {
            if (!cannotWrite) {
                cannotWrite = true;
                LOGGER.warn("The journal {} cannot be written; lines are lost until it can be again", journal, failure);
            }
        }
        return written;
    }

    /** Takes as many lines as fit, at least one, and turns to a new file for the first if it must. */
    private int fill(ByteArrayOutputStream bytes, List<byte[]> lines, int from) throws IOException {
        long room = journal.fullSize - channel.size();
        if (room < lines.get(from).length + 1L && room < journal.fullSize) {
            room = rotate() ? journal.fullSize : Long.MAX_VALUE;
        }
        int next = from;
        do {
            bytes.writeBytes(lines.get(next++));
            bytes.write('\n');
        } while (next < lines.size() && bytes.size() + lines.get(next).length + 1L <= room);
        return next;
    }

    private void append(byte[] lines) throws IOException {
        long whole = channel.size();
        try {
            writeFully(lines);
        } catch (IOException failure) {
            // if not even this can be done, the rest of a line stays and is ended before the next one
            isTorn = true;
            channel.truncate(whole);
            isTorn = false;
            throw failure;
        }
    }

    private void writeFully(byte[] bytes) throws IOException {
        for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
            channel.write(rest);
        }
    }

    /** Turns to a new file; where that fails the full one grows on: rather a large file than lost lines. */
    private boolean rotate() {
        try {
            channel.force(false);
            // it is gone when an earlier attempt got as far as that
            if (Files.exists(journal.path)) {
                makeWay();
            }
            FileChannel full = channel;
            channel = append(journal.path);
            full.close();
            cannotRotate = false;
            return true;
        } catch (IOException failure) {
            if (!cannotRotate) {
                cannotRotate = true;
                LOGGER.warn("The journal {} cannot be rotated and grows on until it can be", journal, failure);
            }
            return false;
        }
    }

    /** Renames one file after the other, up to the first gap that a crash may have left, so that no step loses a file. */
    private void makeWay() throws IOException {
        int age = 1;
        while (age < journal.keptFiles && Files.exists(journal.ofAge(age))) {
            age++;
        }
        for (; age > 0; age--) {
            Files.move(journal.ofAge(age - 1), journal.ofAge(age), StandardCopyOption.ATOMIC_MOVE);
        }
        // more may have been kept before
        int tooOld = journal.keptFiles + 1;
        while (Files.deleteIfExists(journal.ofAge(tooOld))) {
            tooOld++;
        }
    }

    /** Forces what is written to the disk and closes the file. */
    void close() throws IOException {
        try (FileChannel last = channel) {
            last.force(false);
        }
    }
}
