/** Playing tournaments. */
@NullMarked
package io.agentflux.orchestrator;

import org.jspecify.annotations.NullMarked;
