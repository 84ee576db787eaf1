/** Names of everything measured, and the bridge to Micrometer, which must be on the class path. */
@NullMarked
package io.agentflux.observability;

import org.jspecify.annotations.NullMarked;
