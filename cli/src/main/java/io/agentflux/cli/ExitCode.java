package io.agentflux.cli;

/** What the process tells the shell. */
final class ExitCode {

    /** Everything was done. */
    static final int OK = 0;
    /** Something went wrong that the command could not foresee. */
    static final int FAILURE = 1;
    /** The command line makes no sense; the sandbox ends with {@link #FAILURE} then. */
    static final int USAGE = 2;
    /** A file has mistakes; they were printed with their places. */
    static final int BAD_FILE = 3;
    /** A file could not be read or written, or the standard output did not take everything. */
    static final int FILE_ACCESS = 4;
    /** The command was interrupted; what it printed is partial and says so. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
