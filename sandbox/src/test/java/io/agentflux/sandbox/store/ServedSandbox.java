package io.agentflux.sandbox.store;

import io.agentflux.sandbox.ArenaSandbox;
import io.agentflux.sandbox.DemoExperiment;
import io.agentflux.sandbox.SandboxHandle;
import io.agentflux.sandbox.experiment.Profile;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** A process that serves the demonstration from a store, and ends with status 1 when the store has failed. */
final class ServedSandbox {

    static final int FAILED = 1;

    /** Days so long that nothing but updates is kept. */
    static final DemoExperiment DEMO = new DemoExperiment(1, 20, 7, Duration.ofDays(1), Profile.STANDARD);

    private ServedSandbox() {}

    static Mono<SandboxHandle> start(String location) {
        return ArenaSandbox.create().keepingIn(location).demonstrating(DEMO).start();
    }

    /** The argument is the store. Prints the process id and the address once it serves. */
    public static void main(String[] arguments) {
        SandboxHandle handle = start(arguments[0]).blockOptional().orElseThrow();
        System.out.println("serving " + ProcessHandle.current().pid() + " " + handle.url());
        System.out.println(handle.onFailure().block());
        System.exit(FAILED);
    }
}
