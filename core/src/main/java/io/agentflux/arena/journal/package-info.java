/**
 * What agents did, kept as lines of JSON in a file. Needs jackson-core, an optional dependency of the module, on the class path.
 */
@NullMarked
package io.agentflux.arena.journal;

import org.jspecify.annotations.NullMarked;
