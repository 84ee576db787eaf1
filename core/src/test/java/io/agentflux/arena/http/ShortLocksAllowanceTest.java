package io.agentflux.arena.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** BlockHound watches this test, too: without the allowance it fails who subscribes first. The locks are tried where Jackson is. */
class ShortLocksAllowanceTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    @DisplayName("Reactor finds out that context can be propagated, whoever subscribes first")
    void contextPropagation() throws Exception {
        try (URLClassLoader anew = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Boolean available = Mono.fromCallable(() -> isContextPropagated(anew))
                    .subscribeOn(Schedulers.parallel())
                    .block(SOON);

            assertThat(available).isTrue();
        }
    }

    private static Boolean isContextPropagated(ClassLoader loader) throws ReflectiveOperationException {
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Method answer = Class.forName("reactor.core.publisher.ContextPropagationSupport", true, loader)
                    .getDeclaredMethod("isContextPropagationAvailable");
            answer.setAccessible(true);
            return (Boolean) answer.invoke(null);
        } finally {
            thread.setContextClassLoader(usual);
        }
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
