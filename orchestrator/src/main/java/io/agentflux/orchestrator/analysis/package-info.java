/** Who is better, and how sure we are. */
@NullMarked
package io.agentflux.orchestrator.analysis;

import org.jspecify.annotations.NullMarked;
