package io.agentflux.sandbox.http;

import org.jspecify.annotations.Nullable;

/**
 * Where and how a server listens. Immutable; each method returns a changed copy.
 *
 * @param host the address
 * @param port the port, 0 for a free one
 * @param limits what is borne from clients
 * @param tls who the server is; null if it speaks plain HTTP
 */
public record ServerSettings(
        String host,
        int port,
        ServerLimits limits,
        @Nullable TlsIdentity tls) {

    /** Refuses a port that cannot be. */
    public ServerSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the port is " + port + "; give one from 0 to 65535");
        }
    }

    /** Plain HTTP on a free port of the loopback address. */
    public static ServerSettings ofDefaults() {
        return new ServerSettings("127.0.0.1", 0, ServerLimits.ofDefaults(), null);
    }

    /** These settings on another address. */
    public ServerSettings host(String host) {
        return new ServerSettings(host, port, limits, tls);
    }

    /** These settings on another port. */
    public ServerSettings port(int port) {
        return new ServerSettings(host, port, limits, tls);
    }

    /** These settings with other limits. */
    public ServerSettings limits(ServerLimits limits) {
        return new ServerSettings(host, port, limits, tls);
    }

    /** These settings over TLS. */
    public ServerSettings tls(TlsIdentity identity) {
        return new ServerSettings(host, port, limits, identity);
    }
}
