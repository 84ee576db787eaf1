package io.agentflux.sandbox.http;

/**
 * What a server has done since it was started.
 *
 * @param requests requests answered, whatever the answer
 * @param observations signals handed out
 * @param accepted updates accepted
 * @param refused updates refused by a guardrail
 * @param heartbeats heartbeats received
 */
public record SandboxStatistics(long requests, long observations, long accepted, long refused, long heartbeats) {}
