package dev.belay.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is handed its virtual clock and its fakes, by {@link BelayExtension}.
 *
 * <pre>
 * &#64;BelayTest
 * void noCallerSeesThatTheCandidateDies(VirtualRuntime time, FakeEndpoint.Builder models) {
 *   ...
 * }
 * </pre>
 *
 * <p>For parameterized tests and the like, put {@code @ExtendWith(BelayExtension.class)} on the class.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@SuppressWarnings("exports")
@Test
@ExtendWith(BelayExtension.class)
public @interface BelayTest {}
