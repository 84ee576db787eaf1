/** What an administrator does over HTTP: setting up experiments, running them, handing out tokens, taking data out. */
@NullMarked
package io.agentflux.sandbox.admin;

import org.jspecify.annotations.NullMarked;
