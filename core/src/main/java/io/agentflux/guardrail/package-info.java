/** What may not happen: pure functions, no I/O. */
@NullMarked
package io.agentflux.guardrail;

import org.jspecify.annotations.NullMarked;
