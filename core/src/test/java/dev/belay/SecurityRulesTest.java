package dev.belay;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** What SECURITY.md says that there is not. */
@AnalyzeClasses(packages = "dev.belay", importOptions = DoNotIncludeTests.class)
class SecurityRulesTest {

  private static final List<String> DANGEROUS = List.of(
      "java.lang.Class.forName",
      "java.lang.Class.getMethod",
      "java.lang.Class.getDeclaredMethod",
      "java.lang.Class.getDeclaredConstructor",
      "java.lang.ClassLoader.loadClass",
      "java.lang.System.load",
      "java.lang.System.loadLibrary",
      "java.lang.Runtime.load",
      "java.lang.Runtime.loadLibrary",
      "java.lang.Runtime.exec");

  @ArchTest
  static final ArchRule NO_DESERIALISATION_NO_NETWORK_NO_SCRIPTS = noClasses()
      .should()
      .dependOnClassesThat()
      .haveNameMatching("java\\.io\\.Object(Input|Output)Stream|java\\.lang\\.ProcessBuilder"
          + "|java\\.beans\\..*|javax\\.naming\\..*|javax\\.script\\..*|java\\.rmi\\..*"
          + "|java\\.net\\..*|javax\\.net\\..*|java\\.nio\\.channels\\..*Socket.*"
          + "|java\\.util\\.ServiceLoader|java\\.net\\.URLClassLoader|sun\\..*");

  @ArchTest
  static final ArchRule NO_REFLECTION_ON_NAMES_NO_NATIVE_CODE_NO_PROCESSES = noClasses()
      .should()
      .accessTargetWhere(describe("looks something up by its name, or leaves the JVM", call -> {
        AccessTarget target = ((JavaAccess<?>) call).getTarget();
        return DANGEROUS.contains(target.getOwner().getName() + "." + target.getName());
      }));
}
