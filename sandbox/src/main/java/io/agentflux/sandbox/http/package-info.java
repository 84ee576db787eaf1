/** The Arena protocol served over HTTP: routes, authentication, limits. */
@NullMarked
package io.agentflux.sandbox.http;

import org.jspecify.annotations.NullMarked;
