package io.agentflux.strategy;

import java.lang.reflect.Constructor;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The strategies that can be named: those found on the class path, and any class by its full name. Immutable. */
public final class StrategyCatalog {

    private final Map<String, StrategyFactory> factories;
    private final ClassLoader classLoader;

    private StrategyCatalog(Map<String, StrategyFactory> factories, ClassLoader classLoader) {
        this.factories = factories;
        this.classLoader = classLoader;
    }

    /**
     * Finds the factories that a class loader's services offer.
     *
     * @throws IllegalStateException if two factories have one name
     */
    public static StrategyCatalog load(ClassLoader classLoader) {
        Map<String, StrategyFactory> factories = new TreeMap<>();
        for (StrategyFactory factory : ServiceLoader.load(StrategyFactory.class, classLoader)) {
            StrategyFactory other = factories.put(factory.name(), factory);
            if (other != null) {
                throw new IllegalStateException("two strategies are called '" + factory.name() + "': "
                        + other.getClass().getName() + " and "
                        + factory.getClass().getName()
                        + "; take one of them off the class path");
            }
        }
        return new StrategyCatalog(Collections.unmodifiableMap(factories), classLoader);
    }

    /** The factories found on the class path, ordered by name. */
    public Collection<StrategyFactory> factories() {
        return factories.values();
    }

    /**
     * The factory of that name. A name with a dot or a capital letter is taken for the full name of a class on the class path that is a {@link
     * StrategyFactory} or a {@link Strategy}, either with a public constructor without arguments; a strategy may instead take
     * a {@link RandomGenerator}.
     *
     * @return the factory, or empty if no factory has that name
     * @throws IllegalArgumentException if a class is named that cannot be used, with the reason
     */
    public Optional<StrategyFactory> find(String name) {
        boolean isClassName = name.chars().anyMatch(letter -> letter == '.' || Character.isUpperCase(letter));
        return isClassName ? Optional.of(ofClass(name)) : Optional.ofNullable(factories.get(name));
    }

    private StrategyFactory ofClass(String name) {
        Class<?> type;
        try {
            type = Class.forName(name, true, classLoader);
        } catch (ClassNotFoundException missing) {
            throw new IllegalArgumentException(
                    "there is no class " + name + " on the class path; check the spelling or add its jar", missing);
        }
        if (StrategyFactory.class.isAssignableFrom(type)) {
            return (StrategyFactory) instantiate(type, null);
        }
        if (Strategy.class.isAssignableFrom(type)) {
            return new ClassFactory(type);
        }
        throw new IllegalArgumentException(name + " is neither a " + Strategy.class.getName() + " nor a "
                + StrategyFactory.class.getName() + "; implement one of them");
    }

    private static Object instantiate(Class<?> type, @Nullable RandomGenerator random) {
        try {
            for (Constructor<?> constructor : type.getConstructors()) {
                Class<?>[] arguments = constructor.getParameterTypes();
                if (random != null && arguments.length == 1 && arguments[0] == RandomGenerator.class) {
                    return constructor.newInstance(random);
                }
            }
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException unusable) {
            Throwable cause = unusable.getCause() == null ? unusable : unusable.getCause();
            throw new IllegalArgumentException(
                    type.getName() + " cannot be created (" + cause
                            + "); give it a public constructor without arguments" + " that does not fail",
                    unusable);
        }
    }

    private record ClassFactory(Class<?> type) implements StrategyFactory {

        @Override
        public String name() {
            return type.getName();
        }

        @Override
        public String description() {
            return "The class " + type.getName() + " of the class path.";
        }

        @Override
        public Strategy create(StrategySettings settings, RandomGenerator random) {
            return (Strategy) instantiate(type, random);
        }
    }
}
