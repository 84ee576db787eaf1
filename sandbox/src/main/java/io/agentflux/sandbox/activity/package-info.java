/** What real people do: taken in, paid, kept. */
@NullMarked
package io.agentflux.sandbox.activity;

import org.jspecify.annotations.NullMarked;
