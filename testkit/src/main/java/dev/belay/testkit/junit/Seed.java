package dev.belay.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Decides all chance in a test, or in all tests of a class that have no seed of their own. That of a class is also that of its
 * subclasses and of the classes nested in it.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Seed {

  /** The seed of tests that name none. */
  long DEFAULT = 1;

  /**
   * The seed.
   *
   * @return any number
   */
  long value();
}
