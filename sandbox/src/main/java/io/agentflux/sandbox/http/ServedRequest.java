package io.agentflux.sandbox.http;

import io.agentflux.arena.ConfigResult;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that was answered.
 *
 * @param at when, by the clock of the server
 * @param method its method
 * @param path its path without the query, as it was sent
 * @param status the status of the answer
 * @param took from the last header to the answer being handed to the network
 * @param update what became of the update that it asked for, null if it asked for none or could not be judged
 */
public record ServedRequest(
        Instant at,
        String method,
        String path,
        int status,
        Duration took,
        @Nullable ConfigResult update) {}
