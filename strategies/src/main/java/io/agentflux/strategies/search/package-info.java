/** Deciders that look for a better economy by trying. */
@NullMarked
package io.agentflux.strategies.search;

import org.jspecify.annotations.NullMarked;
