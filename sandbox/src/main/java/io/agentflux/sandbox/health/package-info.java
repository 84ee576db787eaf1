/** What is watched every five minutes. */
@NullMarked
package io.agentflux.sandbox.health;

import org.jspecify.annotations.NullMarked;
