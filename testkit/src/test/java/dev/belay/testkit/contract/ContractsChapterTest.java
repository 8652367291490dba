package dev.belay.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The chapter on testing shows what the suites really say. */
class ContractsChapterTest {

  private static final Path DOCUMENT = Path.of("../docs/testing.md");
  /** What the document says that a suite says is what a fault of the tests beside makes it say. */
  @Test
  void theDocumentShowsWhatTheSuitesSay() throws IOException {
    String document = Files.readString(DOCUMENT).replaceAll("\\s+", " ");
    for (Fault<?> fault : List.of(
        named(BrokenSignals.faults().toList(), "looks at a test for one look"),
        named(BrokenStores.faults().toList(), "does not tell upper from lower case"),
        named(BrokenTargets.faults().toList(), "promises to be back sooner"))) {
      assertTrue(document.contains(fault.message()), fault.message());
    }
  }

  private static Fault<?> named(List<? extends Fault<?>> faults, String name) {
    return faults.stream()
        .filter(fault -> fault.name().startsWith(name))
        .findFirst()
        .orElseThrow();
  }
}
