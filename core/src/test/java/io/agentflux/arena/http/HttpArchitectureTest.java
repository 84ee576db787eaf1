package io.agentflux.arena.http;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Predicate;

@AnalyzeClasses(packages = "io.agentflux", importOptions = ImportOption.DoNotIncludeTests.class)
class HttpArchitectureTest {

    private static final String[] JACKSON = {"tools.jackson.."};

    @ArchTest
    static final ArchRule onlyThisPackageSpeaksHttpAndJson = noClasses()
            .that()
            .resideOutsideOfPackage("io.agentflux.arena.http")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("reactor.netty..", "io.netty..", "tools.jackson..")
            .because("who runs agents without HTTP has neither Netty nor Jackson on the class path");

    @ArchTest
    static final ArchRule jacksonStaysInside = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("io.agentflux.arena.http")
            .should(notNameTypesOf(JACKSON));

    private static ArchCondition<JavaMethod> notNameTypesOf(String... packages) {
        Predicate<com.tngtech.archunit.core.domain.JavaClass> refused = resideInAnyPackage(packages);
        return new ArchCondition<>("not name types of " + String.join(", ", packages)) {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean named = refused.test(method.getRawReturnType())
                        || method.getRawParameterTypes().stream().anyMatch(refused);
                events.add(new SimpleConditionEvent(method, !named, method.getFullName()));
            }
        };
    }
}
