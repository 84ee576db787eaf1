/** Who decides, and how a decider becomes an agent. */
@NullMarked
package io.agentflux.strategy;

import org.jspecify.annotations.NullMarked;
