package io.agentflux.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.AgentFlux;
import io.agentflux.Fleet;
import io.agentflux.strategy.Strategy;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;
import reactor.core.publisher.Mono;

/** What Spring makes of an application with agents ahead of time, as for a native image. */
class AheadOfTimeTest {

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(AgentFluxAutoConfiguration.class)
    static class Application {

        @Bean
        Strategy nothing() {
            return (signals, economy) -> Optional.empty();
        }

        @Bean
        AgentFlux<Integer, Integer, Integer> counter() {
            return AgentFlux.observing(() -> Mono.just(1))
                    .<Integer>deciding(Optional::of)
                    .acting(Mono::just);
        }

        @Bean
        Fleet<Integer, Integer, Integer> crew() {
            return Fleet.of(2, counter());
        }
    }

    private final InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();

    private RuntimeHints process() {
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get("io.agentflux.spring", "Application")), files);
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of("agentflux.arena.url=https://arena.example.org", "agentflux.arena.token=strat_secret")
                    .applyTo(context);
            context.register(Application.class);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        }
        generation.writeGeneratedContent();
        return generation.getRuntimeHints();
    }

    @Test
    @DisplayName("the beans are made by generated code, which holds no token")
    void generatesBeans() throws Exception {
        process();

        StringBuilder sources = new StringBuilder();
        for (String path : files.getGeneratedFiles(GeneratedFiles.Kind.SOURCE).keySet()) {
            sources.append(files.getGeneratedFileContent(GeneratedFiles.Kind.SOURCE, path));
        }
        assertThat(sources)
                .contains("\"agents\"", "\"arenaClient\"", "\"crew\"", "\"counter\"", "\"nothing\"")
                .doesNotContain("strat_secret");
    }

    @Test
    @DisplayName("what is written as JSON and what is bound to properties stays reachable")
    void keepsWhatIsReflectedOn() {
        RuntimeHints hints = process();

        for (Class<?> status : new Class<?>[] {AgentStatus.class, FleetStatus.class}) {
            assertThat(RuntimeHintsPredicates.reflection()
                            .onType(status)
                            .withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                    .accepts(hints);
            assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(status, "name"))
                    .accepts(hints);
        }
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(AgentStatus.class, "circuitBreakers"))
                .accepts(hints);
        for (Class<?> properties : new Class<?>[] {
            AgentFluxProperties.class, AgentFluxProperties.Arena.class, AgentFluxProperties.Agent.class
        }) {
            assertThat(RuntimeHintsPredicates.reflection()
                            .onConstructorInvocation(properties.getDeclaredConstructors()[0]))
                    .accepts(hints);
        }
    }
}
