package io.agentflux.config;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.agentflux.config", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule knowsNoCommandLine =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.agentflux.cli..", "picocli..");

    @ArchTest
    static final ArchRule keepsYamlToItself = noMethods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should()
            .haveRawReturnType(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "a type of the YAML library", type -> type.getPackageName().startsWith("org.snakeyaml")));

    @ArchTest
    static final ArchRule readsDisksInOnePlace = noClasses()
            .that()
            .doNotHaveSimpleName("SourceFile")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.file.Files");
}
