package io.agentflux.config;

import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyCatalog;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategyParameter;
import io.agentflux.strategy.StrategySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A small fixed vocabulary, so that expected messages do not change with the catalogue of strategies or the library. */
final class TestVocabulary {

    private static final Map<String, Double> SEGMENTS = new TreeMap<>(Map.of("casual", .5, "keen", .5));

    private static final Vocabulary FIXED = new Vocabulary(
            StrategyCatalog.load(new FixedServices()),
            List.of(
                    new Vocabulary.Scenario("fragile-retention", 5_000, 84, 28, SEGMENTS),
                    new Vocabulary.Scenario("sparse", 24, 84, 28, SEGMENTS),
                    new Vocabulary.Scenario("stationary", 5_000, 84, 28, SEGMENTS)),
            List.of(
                    new Vocabulary.Constant("churn-hazard", "h0", "Hazard of leaving on an idle day.", 0, 1, false),
                    new Vocabulary.Constant("habit-gain", "hUp", "Growth of habit on an active day.", 0, 1, false),
                    new Vocabulary.Constant("streak-break-stake", "kBreak", "Disappointment.", 0, 1_000, false),
                    new Vocabulary.Constant("weekday-share", "weekdayShare", "Share of weekday people.", 0, 1, true)));

    private TestVocabulary() {}

    static Vocabulary fixed() {
        return FIXED;
    }

    /** A class loader that offers the factories of this class as services, and no others. */
    private static final class FixedServices extends ClassLoader {

        private static final List<Class<? extends StrategyFactory>> FACTORIES =
                List.of(StaticFactory.class, RulesFactory.class, PidFactory.class, ThompsonFactory.class);

        FixedServices() {
            super(TestVocabulary.class.getClassLoader());
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.equals("META-INF/services/" + StrategyFactory.class.getName())
                    ? Collections.enumeration(List.of(services()))
                    : super.getResources(name);
        }

        private static URL services() throws MalformedURLException {
            try {
                Path file = Files.createTempFile("services", "");
                file.toFile().deleteOnExit();
                Files.write(file, FACTORIES.stream().map(Class::getName).toList());
                return file.toUri().toURL();
            } catch (MalformedURLException impossible) {
                throw impossible;
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }
    }

    /** What all of them do. */
    public abstract static class HoldingFactory implements StrategyFactory {

        @Override
        public String description() {
            return "Holds.";
        }

        @Override
        public Strategy create(StrategySettings settings, RandomGenerator random) {
            return (signals, economy) -> Optional.empty();
        }
    }

    /** {@code static}. */
    public static final class StaticFactory extends HoldingFactory {

        @Override
        public String name() {
            return "static";
        }
    }

    /** {@code rules}, two of whose settings have to go together. */
    public static final class RulesFactory extends HoldingFactory {

        @Override
        public String name() {
            return "rules";
        }

        @Override
        public List<StrategyParameter> parameters() {
            return List.of(
                    new StrategyParameter.Quantity("low", "Below it pays more.", 2, 0, 100),
                    new StrategyParameter.Quantity("high", "Above it pays less.", 4, 0, 100));
        }

        @Override
        public Strategy create(StrategySettings settings, RandomGenerator random) {
            if (settings.number("low") > settings.number("high")) {
                throw new IllegalArgumentException("'low' is above 'high'; swap them");
            }
            return super.create(settings, random);
        }
    }

    /** {@code pid}. */
    public static final class PidFactory extends HoldingFactory {

        @Override
        public String name() {
            return "pid";
        }

        @Override
        public List<StrategyParameter> parameters() {
            return List.of(
                    new StrategyParameter.Choice(
                            "lever", "What it moves.", "scanXp", List.of("scanXp", "feedbackXp", "photoXp")),
                    new StrategyParameter.Quantity("set-point", "What it aims at.", 3, 0, 1_000),
                    new StrategyParameter.Quantity("kp", "Gain of the error.", 0.5, 0, 10));
        }
    }

    /** {@code thompson}. */
    public static final class ThompsonFactory extends HoldingFactory {

        @Override
        public String name() {
            return "thompson";
        }

        @Override
        public List<StrategyParameter> parameters() {
            return List.of(new StrategyParameter.Economies(
                    "arms", "What it chooses from.", "styles", List.of("styles", "boosts")));
        }
    }

    /** A class that is no strategy. */
    public static final class NoStrategy {}
}
