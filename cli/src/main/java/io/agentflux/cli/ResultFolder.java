package io.agentflux.cli;

import io.agentflux.config.TournamentSpec;
import io.agentflux.orchestrator.TournamentResult;
import io.agentflux.orchestrator.report.CsvExport;
import io.agentflux.orchestrator.report.HtmlReport;
import io.agentflux.orchestrator.report.JsonExport;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The folder in which the results of a tournament are kept. */
final class ResultFolder {

    private static final String REPORT = "report.html";

    private final Path folder;

    private ResultFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes sure, before anything is played, that results can be written. */
    static ResultFolder prepare(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "writable", null));
        } catch (IOException unwritable) {
            throw new CommandFailure(
                    ExitCode.FILE_ACCESS,
                    List.of("agentflux: results cannot be written to " + folder + " (" + unwritable
                            + "); name another folder with --out"));
        }
        return new ResultFolder(folder);
    }

    /** The page to open in a browser. */
    Path report() {
        return folder.resolve(REPORT);
    }

    /**
     * Writes all files, each of them whole or not at all: {@code report.html}, {@code results.json}, {@code ranking.csv}, {@code
     * matches.csv}, {@code scenarios.csv}, the plan with every default as {@code tournament.json}, and {@code run.json}, the only one that two runs may
     * differ in.
     */
    void write(TournamentSpec spec, TournamentResult result, RunRecord run) throws IOException {
        String results = JsonExport.of(result);
        write("results.json", results);
        write("ranking.csv", CsvExport.ranking(result));
        write("matches.csv", CsvExport.matches(result));
        write("scenarios.csv", CsvExport.scenarios(result));
        write(
                REPORT,
                HtmlReport.of(
                        result,
                        spec.description(),
                        PlanFacts.of(spec),
                        "agentflux tournament run tournament.json   # the file beside this page"));
        write("tournament.json", spec.toJson());
        write("run.json", run.toJson(spec.planHash(), sha256(results)));
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    private void write(String name, String text) throws IOException {
        // not a temporary file of the platform, which nobody else may read
        Path whole = Files.writeString(folder.resolve("." + name + ".new"), text);
        try (FileChannel written = FileChannel.open(whole, StandardOpenOption.WRITE)) {
            // a power failure may keep the new name and not what was written
            written.force(true);
        }
        Files.move(whole, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
