package dev.belay.testkit.jqwik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BasisPoints;
import dev.belay.RolloutPolicy;
import dev.belay.TrafficSplit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

/** The properties that docs/testing.md shows. */
@Domain(BelayDomain.class)
class DomainChapterProperties {

  // testing begins: domain
  @Property
  void aSplitLeavesNobodyOut(@ForAll TrafficSplit split) {
    int sum = split.parts().values().stream().mapToInt(Integer::intValue).sum();
    assertEquals(BasisPoints.WHOLE, sum);
  }

  @Property
  void aCopyOfAPolicyPromisesTheSame(@ForAll RolloutPolicy policy) {
    RolloutPolicy copy = policy.toBuilder().build();
    assertEquals(policy.falseRollback(), copy.falseRollback());
    assertEquals(policy.signals(), copy.signals());
    assertTrue(copy.falsePromotion() > 0);
  }
  // testing ends
}
