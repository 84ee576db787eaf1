/** Files to specs, with errors a person can act on. */
@NullMarked
package io.agentflux.config;

import org.jspecify.annotations.NullMarked;
