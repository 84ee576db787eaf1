package io.agentflux.sandbox.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A SQLite file whose commits are on disk before they are acknowledged. */
final class SqliteDatabase implements Database {

    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);
    private static final int WAL_BYTES_KEPT = 64 << 20;
    private static final int WAL_PAGES_TO_CHECKPOINT = 1_000;
    private static final int WRITER_CACHE_KIBIBYTES = 8 << 10;
    private static final int SYNCHRONOUS_FULL = 2;
    private static final int PRIMARY_CODE = 0xff;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private @Nullable FileChannel lockFile;
    private @Nullable Object fileKey;

    SqliteDatabase(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    @Override
    public String name() {
        return "store " + file;
    }

    @Override
    public void reserve() {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // before it is made accessible to its owner only
            throw new StoreFailedException(
                    name() + " is no file; give one, such as " + file.resolve("agentflux.db"), null);
        }
        try {
            Path folder = file.getParent();
            if (folder != null && Files.notExists(folder)) {
                createOnDisk(folder);
            }
            FileChannel channel = FileChannel.open(
                    createForOwner(Path.of(file + ".lock")), StandardOpenOption.READ, StandardOpenOption.WRITE);
            // the system gives the lock back when the process ends, however it ends
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String holder = StandardCharsets.US_ASCII
                        .decode(ByteBuffer.wrap(Files.readAllBytes(Path.of(file + ".lock"))))
                        .toString()
                        .strip();
                channel.close();
                throw new StoreFailedException(
                        name() + " is in use by process " + holder + "; stop that one, or use another file", null);
            }
            lockFile = channel;
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
            fileKey = key(createForOwner(file));
        } catch (IOException failure) {
            throw new StoreFailedException(
                    name() + " cannot be opened: " + failure
                            + "; the user that runs this has to own the file, and its folder to be writable and to have room",
                    failure);
        }
    }

    /** SQLite makes its files durable in their folder, but not the folder in the one above. */
    private static void createOnDisk(Path folder) throws IOException {
        Path above = folder.getParent();
        if (above != null && Files.notExists(above)) {
            createOnDisk(above);
        }
        Files.createDirectories(folder);
        if (above != null) {
            try (FileChannel entries = FileChannel.open(above)) {
                entries.force(true);
            } catch (AccessDeniedException unreadable) {
                // Windows opens no folder, and SQLite lets it pass as well
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            // only the last byte there could ever be, so that others can read the holder where locks forbid reading
            return channel.tryLock(Long.MAX_VALUE - 1, 1, false);
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    /** SQLite gives the files it adds the permissions of this one. */
    private static Path createForOwner(Path path) throws IOException {
        boolean posix = Files.getFileStore(path.getParent()).supportsFileAttributeView(PosixFileAttributeView.class);
        try {
            if (posix) {
                Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } else {
                Files.createFile(path);
            }
        } catch (FileAlreadyExistsException reused) {
            if (posix && !Files.getPosixFilePermissions(path).equals(OWNER_ONLY)) {
                Files.setPosixFilePermissions(path, OWNER_ONLY);
            }
        }
        return path;
    }

    @Override
    public DataSource dataSource() {
        return dataSource(durable());
    }

    /** Where a file is only read. What a crash left in the write-ahead log beside it counts. */
    static DataSource readOnly(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
        SQLiteDataSource source = new SQLiteDataSource(config);
        boolean alone = !Files.exists(Path.of(file + "-wal"));
        boolean folderIsReadOnly = !Files.isWritable(file.getParent());
        // SQLite wants to put a file beside a database in WAL mode, unless it is told that nobody writes
        source.setUrl(
                alone && folderIsReadOnly ? "jdbc:sqlite:" + file.toUri() + "?immutable=1" : "jdbc:sqlite:" + file);
        return source;
    }

    private DataSource dataSource(SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private static SQLiteConfig durable() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
        config.setJournalSizeLimit(WAL_BYTES_KEPT);
        return config;
    }

    @Override
    public String migrations() {
        return "classpath:io/agentflux/sandbox/store/sqlite";
    }

    @Override
    public Connection openWriter() throws SQLException {
        SQLiteConfig config = durable();
        config.setCacheSize(-WRITER_CACHE_KIBIBYTES);
        Connection connection = dataSource(config).getConnection();
        boolean durable = false;
        try {
            try (Statement statement = connection.createStatement()) {
                // SQLite's own checkpoints tell nobody that the disk failed
                statement.execute("PRAGMA wal_autocheckpoint = 0");
                // macOS keeps what fsync wrote in the drive's cache unless told otherwise; elsewhere these do nothing
                statement.execute("PRAGMA fullfsync = 1");
                statement.execute("PRAGMA checkpoint_fullfsync = 1");
            }
            requireDurable(connection);
            connection.setAutoCommit(false);
            durable = true;
            return connection;
        } finally {
            if (!durable) {
                connection.close();
            }
        }
    }

    /** Refuses a connection that would acknowledge what a crash can take back. */
    void requireDurable(Connection connection) throws SQLException {
        String journal = pragma(connection, "journal_mode");
        if (!journal.equalsIgnoreCase("wal")) {
            throw new StoreFailedException(
                    name() + " has journal_mode " + journal
                            + " and needs wal; put it on a local disk, not a network share",
                    null);
        }
        int synchronous = Integer.parseInt(pragma(connection, "synchronous"));
        if (synchronous < SYNCHRONOUS_FULL) {
            throw new StoreFailedException(
                    name() + " has synchronous = " + synchronous + " and needs " + SYNCHRONOUS_FULL
                            + " (FULL): it would acknowledge what a power failure takes back. Take the setting out of"
                            + " wherever this process gets it from",
                    null);
        }
        boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
        if (mac && !pragma(connection, "fullfsync").equals("1")) {
            throw new StoreFailedException(
                    name() + " has fullfsync off and needs it on macOS; use a SQLite driver that supports it", null);
        }
    }

    private static String pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public Connection openReader() throws SQLException {
        Connection connection = dataSource().getConnection();
        // a transaction sees one moment by itself
        connection.setAutoCommit(false);
        return connection;
    }

    /** SQLite would go on writing to a file that was removed, which ends with the process. */
    @Override
    public void requireInPlace() {
        try {
            if (!Objects.equals(fileKey, key(file))) {
                throw displaced("another file is in its place", null);
            }
        } catch (IOException gone) {
            throw displaced("its file is gone", gone);
        }
    }

    private StoreFailedException displaced(String fact, @Nullable Throwable cause) {
        return new StoreFailedException(
                name() + " was taken away while it was in use: " + fact
                        + "; put it back with its -wal, or restore a backup, and start again",
                cause);
    }

    /** Tells a file from another one of the same name; nothing where the system has no such thing. */
    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** Brings the write-ahead log into the file when it is long. Where there is no room for that now, there may be later. */
    @Override
    public void maintain(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (isCheckpointDue(statement)) {
                statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
            }
        } catch (SQLException failure) {
            if (isFatal(failure)) {
                throw failure;
            }
        }
    }

    private static boolean isCheckpointDue(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(NOOP)")) {
            row.next();
            int pages = row.getInt("log");
            return pages >= WAL_PAGES_TO_CHECKPOINT && row.getInt("checkpointed") < pages;
        }
    }

    @Override
    public boolean mayGoAway() {
        return false;
    }

    @Override
    public boolean isDuplicate(SQLException failure) {
        return code(failure) == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE;
    }

    /**
     * What the system refuses before anything is synced passes: no room, a quota, too many open files, a lock held too long. A
     * disk that fails does not, and an fsync is never tried twice.
     */
    @Override
    public Obstacle obstacle(SQLException failure) {
        SQLiteErrorCode code = code(failure);
        return switch (code) {
            // a full disk, if it is the file of shared memory that needs room
            case SQLITE_IOERR_SHMSIZE -> Obstacle.FULL;
            // a quota, a limit of the process, or a file system that is full in its own way
            case SQLITE_IOERR_WRITE, SQLITE_IOERR_SHMOPEN -> Obstacle.REFUSED;
            default ->
                switch (SQLiteErrorCode.getErrorCode(code.code & PRIMARY_CODE)) {
                    case SQLITE_FULL -> Obstacle.FULL;
                    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CANTOPEN -> Obstacle.REFUSED;
                    default -> Obstacle.FAILED;
                };
        };
    }

    /** Whether the file is not what SQLite wrote. */
    static boolean isDamage(SQLException failure) {
        SQLiteErrorCode code = code(failure);
        if (code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE || code == SQLiteErrorCode.SQLITE_IOERR_SHMOPEN) {
            // there is no room for the shared memory beside the file, or no right to it
            return false;
        }
        SQLiteErrorCode primary = SQLiteErrorCode.getErrorCode(code.code & PRIMARY_CODE);
        return primary == SQLiteErrorCode.SQLITE_CORRUPT
                || primary == SQLiteErrorCode.SQLITE_NOTADB
                || primary == SQLiteErrorCode.SQLITE_IOERR;
    }

    /** The driver wraps what happens in a batch. */
    private static SQLiteErrorCode code(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return sqlite.getResultCode();
            }
        }
        return SQLiteErrorCode.UNKNOWN_ERROR;
    }

    @Override
    public void release() {
        FileChannel channel = lockFile;
        lockFile = null;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException lockIsGoneAnyway) {
                // closing gives the lock back even when it complains
            }
        }
    }
}
