/** What survives a crash. */
@NullMarked
package io.agentflux.sandbox.store;

import org.jspecify.annotations.NullMarked;
