package dev.belay.benchmarks.comparison;

import com.indeed.proctor.common.Identifiers;
import com.indeed.proctor.common.Proctor;
import com.indeed.proctor.common.ProctorLoadResult;
import com.indeed.proctor.common.RuleEvaluator;
import com.indeed.proctor.common.model.Allocation;
import com.indeed.proctor.common.model.Audit;
import com.indeed.proctor.common.model.ConsumableTestDefinition;
import com.indeed.proctor.common.model.Range;
import com.indeed.proctor.common.model.TestBucket;
import com.indeed.proctor.common.model.TestMatrixArtifact;
import com.indeed.proctor.common.model.TestType;
import java.util.List;
import java.util.Map;

/** A Proctor test with two buckets and no rule. */
final class ProctorChooser implements Chooser {

  private static final String TEST = "candidate";

  private final Proctor proctor = Proctor.construct(
      matrix(),
      ProctorLoadResult.emptyResult(),
      RuleEvaluator.defaultFunctionMapperBuilder().build());

  private static TestMatrixArtifact matrix() {
    Audit audit = new Audit();
    audit.setVersion("1");
    TestMatrixArtifact matrix = new TestMatrixArtifact();
    matrix.setAudit(audit);
    matrix.setTests(Map.of(
        TEST,
        new ConsumableTestDefinition(
            "1",
            null,
            TestType.ANONYMOUS_USER,
            "salt",
            List.of(new TestBucket("stable", 0, ""), new TestBucket("candidate", 1, "")),
            List.of(new Allocation(null, List.of(new Range(0, .9), new Range(1, .1)))),
            false,
            Map.of(),
            "")));
    return matrix;
  }

  @Override
  public boolean candidate(String key) {
    return proctor
            .determineTestGroups(
                Identifiers.of(TestType.ANONYMOUS_USER, key), Map.of(), Map.of(), List.of(TEST))
            .getBuckets()
            .get(TEST)
            .getValue()
        == 1;
  }
}
