package dev.belay.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The laws of a contract, which are its tests. */
final class Laws {

  private Laws() {}

  /** Each law must be broken by a fault, and nobody may override one away. */
  static void requireAllBroken(Class<?> contract, Stream<? extends Fault<?>> faults) {
    Set<String> laws = new TreeSet<>();
    for (Method method : contract.getDeclaredMethods()) {
      if (method.isAnnotationPresent(Test.class)) {
        laws.add(method.getName());
        int publicAndFinal = Modifier.PUBLIC | Modifier.FINAL;
        assertEquals(publicAndFinal, method.getModifiers() & publicAndFinal, method::getName);
      }
    }
    Set<String> broken = new TreeSet<>();
    faults.forEach(fault -> broken.add(fault.test()));
    assertEquals(laws, broken, "laws of the contract, and those that some fault breaks");
  }
}
