/** What agents did, kept as lines of JSON in a file. */
@NullMarked
package io.agentflux.arena.journal;

import org.jspecify.annotations.NullMarked;
