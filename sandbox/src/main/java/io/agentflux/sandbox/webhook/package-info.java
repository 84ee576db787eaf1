/** Telling others: registered webhooks, and the delivery of what happened to them. */
@NullMarked
package io.agentflux.sandbox.webhook;

import org.jspecify.annotations.NullMarked;
