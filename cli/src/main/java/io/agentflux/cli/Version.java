package io.agentflux.cli;

import picocli.CommandLine.IVersionProvider;

/** Which AgentFlux this is, and on which Java it runs. */
final class Version implements IVersionProvider {

    /** The version in the jar's manifest; there is none when the classes run from a folder. */
    static String agentFlux() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    static String java() {
        return System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")";
    }

    @Override
    public String[] getVersion() {
        return new String[] {"AgentFlux " + agentFlux(), "Java " + java()};
    }
}
