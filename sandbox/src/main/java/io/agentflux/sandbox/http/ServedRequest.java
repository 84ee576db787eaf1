package io.agentflux.sandbox.http;

import java.time.Duration;

/**
 * A request that was answered.
 *
 * @param method its method
 * @param path its path without the query, as it was sent
 * @param status the status of the answer
 * @param took from the last header to the answer being handed to the network
 */
public record ServedRequest(String method, String path, int status, Duration took) {}
