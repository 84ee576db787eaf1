/** An experiment's life, its variants and decisions. */
@NullMarked
package io.agentflux.sandbox.experiment;

import org.jspecify.annotations.NullMarked;
