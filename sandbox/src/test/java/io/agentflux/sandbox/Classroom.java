package io.agentflux.sandbox;

import static io.agentflux.sandbox.TestArena.PATIENCE;
import static io.agentflux.sandbox.TestArena.get;

import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import java.time.Duration;
import java.util.List;

/** The experiment {@code exp} on real people, running in a sandbox that is served on a real port. */
final class Classroom implements AutoCloseable {

    static final String ADMIN = "admin_for_tests_only";

    private static final Cause CAUSE = new Cause("test", "");

    final SandboxHandle sandbox;
    final RawConnection connection;

    Classroom(VariantSpec... variants) {
        sandbox = get(ArenaSandbox.create()
                .keepingIn("memory")
                .administeredBy(AdministratorToken.of(ADMIN))
                .start());
        connection = new RawConnection(sandbox.port());
        sandbox.experiments()
                .create(
                        ExperimentSpec.builder("exp", "Classroom", List.of(variants))
                                .people(new PeopleSpec.Live())
                                .build(),
                        CAUSE)
                .flatMap(experiment -> experiment.start(CAUSE))
                .block(PATIENCE);
    }

    @Override
    public void close() {
        connection.close();
        sandbox.stop(Duration.ofSeconds(1)).block(PATIENCE);
    }
}
