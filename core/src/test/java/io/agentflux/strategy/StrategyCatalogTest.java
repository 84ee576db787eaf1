package io.agentflux.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.Signals;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrategyCatalogTest {

    /** A strategy of one's own. */
    public static final class Plain implements Strategy {

        /** Needs nothing. */
        public Plain() {}

        @Override
        public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
            return Optional.empty();
        }
    }

    /** A strategy of one's own that needs chance, although it could do without. */
    public static final class Chancy implements Strategy {

        private final RandomGenerator random;

        /** Never called: the other one is preferred. */
        public Chancy() {
            throw new IllegalStateException("the wrong constructor");
        }

        /** Keeps the generator. */
        public Chancy(RandomGenerator random) {
            this.random = random;
        }

        @Override
        public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
            return Optional.empty();
        }
    }

    /** A strategy whose constructor needs something that nobody has. */
    public static final class Demanding implements Strategy {

        /** Needs a text. */
        public Demanding(String text) {
            throw new IllegalStateException(text);
        }

        @Override
        public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
            return Optional.empty();
        }
    }

    /** A strategy whose constructor fails. */
    public static final class Broken implements Strategy {

        /** Fails. */
        public Broken() {
            throw new IllegalStateException("no licence");
        }

        @Override
        public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
            return Optional.empty();
        }
    }

    /** A factory of one's own. */
    public static class OwnFactory implements StrategyFactory {

        /** Needs nothing. */
        public OwnFactory() {}

        @Override
        public String name() {
            return "own";
        }

        @Override
        public String description() {
            return "Holds.";
        }

        @Override
        public Strategy create(StrategySettings settings, RandomGenerator random) {
            return new Plain();
        }
    }

    /** Another factory of that name. */
    public static final class RivalFactory extends OwnFactory {

        /** Needs nothing. */
        public RivalFactory() {}
    }

    @TempDir
    private Path folder;

    private final StrategyCatalog catalog = StrategyCatalog.load(StrategyCatalogTest.class.getClassLoader());

    private StrategyCatalog catalogOf(Class<?>... factories) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(StrategyFactory.class.getName()),
                Stream.of(factories).map(Class::getName).collect(Collectors.joining("\n")));
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            return StrategyCatalog.load(loader);
        }
    }

    @Test
    @DisplayName("factories that the class path offers are found by name")
    void findsServices() throws IOException {
        StrategyCatalog withService = catalogOf(OwnFactory.class);

        assertThat(withService.find("own")).containsInstanceOf(OwnFactory.class);
        assertThat(withService.factories()).extracting(StrategyFactory::name).contains("own");
        assertThat(withService.find("owl")).isEmpty();
        assertThat(withService.find("")).isEmpty();
    }

    @Test
    @DisplayName("two factories of one name are refused by their classes")
    void refusesTwins() {
        assertThatIllegalStateException()
                .isThrownBy(() -> catalogOf(OwnFactory.class, RivalFactory.class))
                .withMessage("two strategies are called 'own': " + OwnFactory.class.getName() + " and "
                        + RivalFactory.class.getName() + "; take one of them off the class path");
    }

    @Test
    @DisplayName("a strategy of one's own is found by the full name of its class")
    void findsStrategyClasses() {
        StrategyFactory factory = catalog.find(Plain.class.getName()).orElseThrow();

        assertThat(factory.name()).isEqualTo(Plain.class.getName());
        assertThat(factory.parameters()).isEmpty();
        assertThat(create(factory)).isInstanceOf(Plain.class).isNotSameAs(create(factory));
    }

    @Test
    @DisplayName("a strategy class that takes a random generator is given the agent's own")
    void handsChanceOver() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        Strategy strategy = catalog.find(Chancy.class.getName())
                .orElseThrow()
                .create(StrategySettings.ofDefaults(List.of()), random);

        assertThat(((Chancy) strategy).random).isSameAs(random);
    }

    @Test
    @DisplayName("a factory of one's own is found by the full name of its class")
    void findsFactoryClasses() {
        assertThat(catalog.find(OwnFactory.class.getName())).containsInstanceOf(OwnFactory.class);
    }

    @Test
    @DisplayName("a class that cannot be used is refused when it is named, with the cure")
    void refusesUnusableClasses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> catalog.find("com.example.Missing"))
                .withMessage(
                        "there is no class com.example.Missing on the class path; check the spelling or add its jar");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> catalog.find("java.lang.String"))
                .withMessage("java.lang.String is neither a io.agentflux.strategy.Strategy nor a"
                        + " io.agentflux.strategy.StrategyFactory; implement one of them");
        for (String unusable : List.of(Demanding.class.getName(), Strategy.class.getName(), Hidden.class.getName())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> catalog.find(unusable))
                    .withMessage(unusable + " cannot be created; make it a public class that is not abstract, with a"
                            + " public constructor without arguments");
        }
    }

    private static final class Hidden implements Strategy {

        @Override
        public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
            return Optional.empty();
        }
    }

    @Test
    @DisplayName("a constructor that fails is reported with its own error")
    void reportsFailingConstructors() {
        StrategyFactory factory = catalog.find(Broken.class.getName()).orElseThrow();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> create(factory))
                .withMessage(Broken.class.getName()
                        + " cannot be created: its constructor failed with java.lang.IllegalStateException: no licence")
                .withCauseInstanceOf(IllegalStateException.class);
    }

    private static Strategy create(StrategyFactory factory) {
        return factory.create(
                StrategySettings.of(factory.parameters(), Map.of()), RandomGenerator.of("L64X128MixRandom"));
    }
}
