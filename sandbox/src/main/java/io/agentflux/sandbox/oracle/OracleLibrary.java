package io.agentflux.sandbox.oracle;

import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.ScenarioLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The oracles that were computed beforehand, for the scenarios of the {@link ScenarioLibrary}. */
public final class OracleLibrary {

    private OracleLibrary() {}

    /** All of them, in the alphabetical order of their scenarios. Scenarios that differ in the number of people share one. */
    public static List<Oracle> all() {
        return Shipped.ORACLES;
    }

    /** The oracle that {@linkplain Oracle#belongsTo belongs to} a scenario, or empty if it was not computed beforehand. */
    public static Optional<Oracle> find(Scenario scenario) {
        String hash = ScenarioHash.of(scenario);
        return all().stream().filter(oracle -> oracle.hash().equals(hash)).findFirst();
    }

    /** The oracle computed for the scenario of that name, be it as the scenario is now or as it once was. */
    public static Optional<Oracle> named(String scenario) {
        return all().stream()
                .filter(oracle -> oracle.scenario().equals(scenario))
                .findFirst();
    }

    /** Read when first asked for. */
    private static final class Shipped {

        static final List<Oracle> ORACLES = ScenarioLibrary.names().stream()
                .map(Shipped::read)
                .flatMap(Optional::stream)
                .toList();

        private static Optional<Oracle> read(String scenario) {
            try (InputStream file = OracleLibrary.class.getResourceAsStream(scenario + ".json")) {
                return file == null
                        ? Optional.empty()
                        : Optional.of(Oracle.fromJson(new String(file.readAllBytes(), StandardCharsets.UTF_8)));
            } catch (IOException unreadable) {
                throw new UncheckedIOException("the oracle of '" + scenario + "' cannot be read", unreadable);
            }
        }
    }
}
