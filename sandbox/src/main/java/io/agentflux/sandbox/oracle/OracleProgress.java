package io.agentflux.sandbox.oracle;

/**
 * How far a search is.
 *
 * @param done how many units of work are done; a unit is to play a few people through horizon and washout
 * @param total how many units there are at most
 */
public record OracleProgress(long done, long total) {}
