/** Deciders that learn which of a few arms pays best. */
@NullMarked
package io.agentflux.strategies.bandit;

import org.jspecify.annotations.NullMarked;
