package io.agentflux.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.testkit.StrategyContract;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestkitPageTest {

    private static final Path PAGE = Snippet.root().resolve("docs/testkit.md");

    @Test
    @DisplayName("the strategy of the page keeps the contract")
    void keepsTheContract(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = compiled(0, folder)) {
            Constructor<?> test = loader.loadClass("ScanNudgeTest").getDeclaredConstructor();
            test.setAccessible(true);
            List<Method> contract = Arrays.stream(StrategyContract.class.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .toList();
            assertThat(contract).hasSizeGreaterThan(5);
            for (Method method : contract) {
                method.setAccessible(true);
                method.invoke(test.newInstance());
            }
        }
    }

    @Test
    @DisplayName("the script of the page plays as the page says")
    void playsTheScript(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = compiled(1, folder)) {
            loader.setDefaultAssertionStatus(true);
            Method run = loader.loadClass("Example").getDeclaredMethod("run");
            run.setAccessible(true);
            run.invoke(null);
        }
    }

    private static URLClassLoader compiled(int snippet, Path folder) throws Exception {
        assertThat(Snippet.of(PAGE).get(snippet).compileInto(folder)).isEmpty();
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, TestkitPageTest.class.getClassLoader());
    }
}
