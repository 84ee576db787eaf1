package io.agentflux.sandbox.activity;

import io.agentflux.sandbox.population.Activity;

/**
 * What became of something that was told.
 *
 * @param id its id
 * @param variantId the variant of the person
 * @param isRepeated whether it had been told before; then this is what became of it then
 * @param activity what was done and what it was worth
 */
public record Receipt(String id, String variantId, boolean isRepeated, Activity activity) {}
