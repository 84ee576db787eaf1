/** What single people have come to by what they did: levels, badges, ranks and rewards. */
@NullMarked
package io.agentflux.sandbox.progress;

import org.jspecify.annotations.NullMarked;
