package io.agentflux.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WithoutMicrometerTest {

    @Test
    @DisplayName("without Micrometer on the class path an agent runs all the same")
    void runs() throws Exception {
        try (URLClassLoader bare = withoutMicrometer()) {
            assertThatThrownBy(() -> bare.loadClass("io.micrometer.observation.Observation"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThatThrownBy(() -> bare.loadClass("io.micrometer.core.instrument.MeterRegistry"))
                    .isInstanceOf(ClassNotFoundException.class);

            Class<?> lone = bare.loadClass(LoneAgent.class.getName());
            assertThat(lone.getClassLoader()).isSameAs(bare);
            Supplier<?> agent = (Supplier<?>) lone.getDeclaredConstructor().newInstance();

            assertThat(agent.get()).isEqualTo("Finished[cycles=3]");
        }
    }

    private static URLClassLoader withoutMicrometer() throws IOException {
        URL[] libraries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("micrometer") && !entry.contains("context-propagation"))
                .map(WithoutMicrometerTest::url)
                .toArray(URL[]::new);
        return new URLClassLoader(libraries, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
