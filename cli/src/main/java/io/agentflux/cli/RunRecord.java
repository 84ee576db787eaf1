package io.agentflux.cli;

import java.time.Duration;

/** What the results of a run do not depend on, kept beside them: where and how fast it ran. */
record RunRecord(int workers, Duration took) {

    /** As JSON text that ends in a line feed. */
    String toJson(String planHash, String resultsHash) {
        return """
                {
                  "planHash": "%s",
                  "resultsSha256": "%s",
                  "agentflux": "%s",
                  "java": "%s",
                  "os": "%s",
                  "workers": %d,
                  "seconds": %s
                }
                """.formatted(
                        planHash,
                        resultsHash,
                        Version.agentFlux(),
                        Version.java(),
                        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                        workers,
                        took.toMillis() / 1000.0);
    }
}
