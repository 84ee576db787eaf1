/** Deciders that let several deciders compete. */
@NullMarked
package io.agentflux.strategies.ensemble;

import org.jspecify.annotations.NullMarked;
