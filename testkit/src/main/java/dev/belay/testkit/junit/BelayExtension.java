package dev.belay.testkit.junit;

import dev.belay.store.RolloutStore;
import dev.belay.testkit.FakeEndpoint;
import dev.belay.testkit.VirtualRuntime;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Hands each test a virtual clock and fakes, fresh and all of one seed, as parameters of the test, of {@code BeforeEach} and
 * {@code AfterEach} methods, and of the constructor of a class that is made anew for each test:
 *
 * <ul>
 *   <li>{@link VirtualRuntime}: the clock of the test;
 *   <li>{@link FakeEndpoint.Builder}: fake models on that clock, with that seed;
 *   <li>{@link RolloutStore}: a store in memory.
 * </ul>
 *
 * <p>Whoever asks twice within a test gets the same one. The seed is that of {@link Seed}, by default {@value Seed#DEFAULT}; it does
 * not change when a test is repeated. What can be closed is closed after the test, the last one first.
 *
 * <p>A test that fails says its seed and how late it was in virtual time, as a report entry and as a suppressed note in its
 * failure. Nothing is said of a test that was handed nothing: there is no chance in it.
 */
@SuppressWarnings("exports")
public final class BelayExtension
    implements ParameterResolver,
        AfterEachCallback,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {

  /** What can be handed out, by the type of the parameter. */
  private static final Map<Class<?>, Function<Handout, Object>> KINDS = Map.of(
      VirtualRuntime.class,
      Handout::time,
      FakeEndpoint.Builder.class,
      handout -> FakeEndpoint.seeded(handout.seed(), handout.time()),
      RolloutStore.class,
      handout -> RolloutStore.inMemory());

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(BelayExtension.class);

  private final Map<Class<?>, Function<Handout, Object>> kinds;

  /** Made by JUnit. */
  public BelayExtension() {
    this(KINDS);
  }

  BelayExtension(Map<Class<?>, Function<Handout, Object>> kinds) {
    this.kinds = kinds;
  }

  // --- handing out

  /** So that a constructor gets what the test gets. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return kinds.containsKey(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    Function<Handout, Object> kind = kinds.get(type);
    if (kind == null || context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(type.getSimpleName()
          + " must be asked for by one test, but was asked for by "
          + parameter.getDeclaringExecutable()
          + ", for several tests at once");
    }
    return handout(context).get(type, kind);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    handout(context).close();
  }

  private static Handout handout(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Handout.class, key -> new Handout(seed(context)), Handout.class);
  }

  /** That of the test, or of the innermost class around it that has one. */
  private static long seed(ExtensionContext context) {
    List<AnnotatedElement> around = new ArrayList<>();
    context.getTestMethod().ifPresent(around::add);
    Class<?> type = context.getTestClass().orElse(null);
    while (type != null) {
      around.add(type);
      type = type.getEnclosingClass();
    }
    return around.stream()
        .flatMap(element -> Stream.ofNullable(element.getAnnotation(Seed.class)))
        .findFirst()
        .map(Seed::value)
        .orElse(Seed.DEFAULT);
  }

  // --- telling how to repeat a failure

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw noted(context, failure);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw noted(context, failure);
  }

  @Override
  public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw noted(context, failure);
  }

  private static Throwable noted(ExtensionContext context, Throwable failure) {
    Handout handout = handout(context);
    if (handout.isInUse() && !ABORTION.isInstance(failure)) {
      context.publishReportEntry(handout.moment());
      failure.addSuppressed(new HowToRepeat(handout.moment()));
    }
    return failure;
  }

  /** What an assumption that does not hold throws; its type is of a library that is none of this module's. */
  private static final Class<?> ABORTION = abortion();

  private static Class<?> abortion() {
    try {
      return Assumptions.abort();
    } catch (RuntimeException aborted) {
      return aborted.getClass();
    }
  }
}
