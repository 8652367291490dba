package dev.belay;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.module.ModuleDescriptor;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The arrows between the packages, and what no code may do. */
@AnalyzeClasses(packages = "dev.belay", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final Set<String> REQUEST_PATH =
      Set.of("dev.belay.engine..", "dev.belay.routing..", "dev.belay.recording..");

  private static final List<String> UNREPEATABLE = List.of(
      "java.lang.System.nanoTime",
      "java.lang.System.currentTimeMillis",
      "java.lang.Thread.sleep",
      "java.lang.Math.random",
      "java.time.Instant.now",
      "java.time.InstantSource.system",
      "java.time.LocalDateTime.now",
      "java.time.ZonedDateTime.now",
      "java.time.Clock.systemUTC",
      "java.time.Clock.systemDefaultZone",
      UUID.class.getName() + ".randomUUID",
      Random.class.getName() + ".<init>",
      "java.util.concurrent.ThreadLocalRandom.current");

  @ArchTest
  static final ArchRule SEQUENTIAL_IS_PURE_MATHEMATICS = classes()
      .that()
      .resideInAPackage("dev.belay.sequential..")
      .should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage("dev.belay.sequential..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule DECISIONS_DO_NOT_KNOW_THE_ENGINE = noClasses()
      .that()
      .resideInAnyPackage(
          "dev.belay.health..",
          "dev.belay.sequential..",
          "dev.belay.strategy..",
          "dev.belay.store..",
          "dev.belay.evidence..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(REQUEST_PATH.toArray(String[]::new));

  @ArchTest
  static final ArchRule STORES_AND_TARGETS_DO_NOT_KNOW_THE_ENGINE = noClasses()
      .that()
      .resideInAnyPackage("dev.belay.store..", "dev.belay.target..")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("dev.belay.engine..");

  @ArchTest
  static final ArchRule THE_REQUEST_PATH_DOES_NOT_KNOW_HOW_DECISIONS_ARE_MADE = noClasses()
      .that()
      .resideInAnyPackage("dev.belay.routing..", "dev.belay.recording..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
          "dev.belay.engine..",
          "dev.belay.health..",
          "dev.belay.sequential..",
          "dev.belay.strategy..",
          "dev.belay.store..",
          "dev.belay.target..");

  /** Principle 2 of docs/architecture.md: time, threads and chance are parameters. */
  @ArchTest
  static final ArchRule ONLY_THE_SYSTEM_DEFAULTS_TOUCH_CLOCKS_AND_CHANCE = noClasses()
      .that(not(belongToAnyOf(
          classNamed("dev.belay.runtime.SystemRuntime"),
          classNamed("dev.belay.runtime.ControlLoop"))))
      .should()
      .accessTargetWhere(isUnrepeatable());

  /** There may be millions of virtual threads, and what each leaves behind would add up. */
  @ArchTest
  static final ArchRule NOTHING_IS_KEPT_PER_THREAD =
      noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class);

  @ArchTest
  static final ArchRule NO_PUBLIC_SIGNATURE_MENTIONS_GUAVA = classes()
      .that()
      .arePublic()
      .and()
      .resideInAnyPackage(exportedPackages())
      .should(new ArchCondition<>("mention no Guava type in a signature") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
          checkSignatures(type, events);
        }
      });

  private static DescribedPredicate<JavaAccess<?>> isUnrepeatable() {
    return DescribedPredicate.describe(
        "a clock or chance that cannot be replaced in a test", access -> {
          AccessTarget target = access.getTarget();
          return UNREPEATABLE.contains(target.getOwner().getName() + "." + target.getName());
        });
  }

  private static Class<?> classNamed(String name) {
    try {
      return Class.forName(name, false, ArchitectureTest.class.getClassLoader());
    } catch (ClassNotFoundException missing) {
      throw new AssertionError(missing);
    }
  }

  private static String[] exportedPackages() {
    ModuleDescriptor descriptor = ModelVersion.class.getModule().getDescriptor();
    if (descriptor == null) {
      throw new AssertionError("the tests do not run on the module path");
    }
    return descriptor.exports().stream()
        .map(ModuleDescriptor.Exports::source)
        .toArray(String[]::new);
  }

  private static void checkSignatures(JavaClass type, ConditionEvents events) {
    for (JavaField field : type.getFields()) {
      if (isApi(field.getModifiers())) {
        report(type, field.getFullName(), field.getAllInvolvedRawTypes().stream(), events);
      }
    }
    for (JavaCodeUnit unit : type.getCodeUnits()) {
      if (isApi(unit.getModifiers())) {
        Stream<JavaClass> types = Stream.concat(
            unit.getAllInvolvedRawTypes().stream(), unit.getExceptionTypes().stream());
        report(type, unit.getFullName(), types, events);
      }
    }
    Stream<JavaClass> parents =
        Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream());
    report(type, type.getName(), parents, events);
  }

  private static boolean isApi(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static void report(
      JavaClass type, String member, Stream<JavaClass> types, ConditionEvents events) {
    types
        .filter(mentioned -> mentioned.getPackageName().startsWith("com.google.common"))
        .forEach(mentioned -> events.add(
            SimpleConditionEvent.violated(type, member + " mentions " + mentioned.getName())));
  }
}
