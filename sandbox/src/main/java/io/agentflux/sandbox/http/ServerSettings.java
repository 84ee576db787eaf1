package io.agentflux.sandbox.http;

/**
 * Where and how a server listens. Immutable; each method returns a changed copy.
 *
 * @param host the address
 * @param port the port, 0 for a free one
 * @param limits what is borne from clients
 */
public record ServerSettings(String host, int port, ServerLimits limits) {

    /** Refuses a port that cannot be. */
    public ServerSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the port is " + port + "; give one from 0 to 65535");
        }
    }

    /** A free port of the loopback address. */
    public static ServerSettings ofDefaults() {
        return new ServerSettings("127.0.0.1", 0, ServerLimits.ofDefaults());
    }

    /** These settings on another address. */
    public ServerSettings host(String host) {
        return new ServerSettings(host, port, limits);
    }

    /** These settings on another port. */
    public ServerSettings port(int port) {
        return new ServerSettings(host, port, limits);
    }

    /** These settings with other limits. */
    public ServerSettings limits(ServerLimits limits) {
        return new ServerSettings(host, port, limits);
    }
}
