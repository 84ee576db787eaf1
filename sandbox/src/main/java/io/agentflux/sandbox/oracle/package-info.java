/** What the best economy could have achieved. */
@NullMarked
package io.agentflux.sandbox.oracle;

import org.jspecify.annotations.NullMarked;
