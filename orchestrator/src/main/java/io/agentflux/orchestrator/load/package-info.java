/** Load tests that tell the truth. */
@NullMarked
package io.agentflux.orchestrator.load;

import org.jspecify.annotations.NullMarked;
