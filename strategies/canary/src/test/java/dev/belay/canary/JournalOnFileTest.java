package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static dev.belay.canary.Simulation.STABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.TrafficSplit;
import dev.belay.journal.Replay;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutStore;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.testkit.VirtualRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An endpoint whose journal is in a directory that gets into trouble. */
class JournalOnFileTest {

  /** What the journal in the resources was made with. */
  private static final RolloutPlan PLAN = RolloutPlan.to("8")
      .strategy(CanaryStrategy.stages(
              CanaryStage.percent(10).lasting(Duration.ofMinutes(1)),
              CanaryStage.percent(50).withApproval())
          .bake(Duration.ofMinutes(1))
          .build())
      .build();

  @TempDir
  Path directory;

  private Simulation process(RolloutStore store) {
    return new Simulation(
            1,
            VirtualRuntime.seeded(1),
            builder -> builder.store(store).resume(candidate -> Optional.of(PLAN)))
        .requestsPerSecond(100);
  }

  private void promote(RolloutStore store) {
    Simulation simulation = process(store);
    Rollout rollout = simulation.endpoint.start(PLAN, "alice");
    simulation.until(() -> rollout.state().stage() == 1);
    rollout.approve("bob");
    simulation.untilEnd(rollout);
    assertEquals(Phase.PROMOTED, rollout.state().phase());
  }

  private Path segment() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
    }
  }

  @Test
  void servesWhatTheLastWholeRecordSaysWhileTheJournalIsDamaged() throws IOException {
    try (RolloutStore store = RolloutStore.onFile(directory)) {
      promote(store);
    }
    Path segment = segment();
    byte[] whole = Files.readAllBytes(segment);
    byte[] damaged = whole.clone();
    damaged[whole.length / 2] ^= 4;
    Files.write(segment, damaged);

    try (RolloutStore store = RolloutStore.onFile(directory)) {
      Simulation next = process(store);
      assertEquals(CANDIDATE, next.endpoint.live());
      assertEquals(TrafficSplit.all(CANDIDATE), next.endpoint.split());
      String refused = String.valueOf(
          assertThrows(IllegalStateException.class, () -> next.endpoint.start(PLAN, "alice"))
              .getMessage());
      assertTrue(refused.contains(String.valueOf(segment.getFileName())), refused);
      assertTrue(refused.contains("offset"), refused);
      next.forDuration(Duration.ofMinutes(5));
      assertEquals(CANDIDATE, next.endpoint.live());
      assertTrue(Arrays.equals(damaged, Files.readAllBytes(segment)), "nothing is changed");

      Files.write(segment, whole); // somebody has a copy
      next.forDuration(Duration.ofMinutes(2));
      Rollout rollout =
          next.endpoint.start(RolloutPlan.to("9").strategy(PLAN.strategy()).build(), "alice");
      next.time.settle();
      assertEquals("fraud:9#1", rollout.id());
    }
  }

  @Test
  void aSecondEndpointOfTheSameNameIsNotMade() {
    try (RolloutStore store = RolloutStore.onFile(directory)) {
      Simulation first = process(store);
      String refused = String.valueOf(
          assertThrows(IllegalStateException.class, () -> process(store)).getMessage());
      assertTrue(refused.contains("must have its journal for itself"), refused);

      first.endpoint.close();
      first.time.settle();
      assertEquals(STABLE, process(store).endpoint.live());
    }
  }

  @Test
  void stopsAdvancesWhileTheDirectoryIsGoneAndGoesOnWhenItIsBack() throws IOException {
    try (RolloutStore store = RolloutStore.onFile(directory)) {
      Simulation simulation = process(store);
      Rollout rollout = simulation.endpoint.start(PLAN, "alice");
      simulation.untilPhase(rollout, Phase.EXPOSING);
      Path folder = Objects.requireNonNull(segment().getParent());
      Path elsewhere = folder.resolveSibling("elsewhere");
      Files.move(folder, elsewhere);
      var paused = rollout.pause("alice").toCompletableFuture();
      simulation.forDuration(Duration.ofMinutes(5));
      assertTrue(rollout.state().holds(Hold.STORE));
      assertEquals(1_000, simulation.endpoint.split().basisPoints(CANDIDATE));
      assertTrue(!paused.isDone(), "not acknowledged before it is written");

      if (Files.exists(folder)) {
        throw new AssertionError("a folder that has vanished must not be made anew");
      }
      Files.move(elsewhere, folder, StandardCopyOption.ATOMIC_MOVE);
      simulation.forDuration(Duration.ofSeconds(11));
      assertTrue(paused.isDone());
      rollout.rollBack("bob", "enough");
      simulation.untilEnd(rollout);
      assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    }
  }

  // --- a journal of an earlier release

  /** Makes the journal anew, with {@code -Dbelay.writeJournal=DIRECTORY}; a journal of a release is never made anew. */
  @Test
  void readsAndDecidesTheJournalOfTheFirstFormat() throws Exception {
    String target = System.getProperty("belay.writeJournal");
    if (target != null) {
      try (RolloutStore store = RolloutStore.onFile(Path.of(target))) {
        promote(store);
      }
    }
    Path resources =
        Path.of(Objects.requireNonNull(JournalOnFileTest.class.getResource("/journal-1"))
            .toURI());
    copy(resources);
    try (RolloutStore store = RolloutStore.onFile(directory)) {
      List<JournalRecord> journal = store.read("fraud");
      assertEquals(Phase.PROMOTED, journal.get(journal.size() - 1).state().phase());
      assertEquals(16, journal.size());
      Replay replay = Replay.of(journal, candidate -> Optional.of(PLAN), Duration.ZERO);
      assertEquals(List.of(), replay.differences());
      assertEquals(journal.size(), replay.decided());

      ModelEndpoint endpoint = process(store).endpoint;
      assertEquals(CANDIDATE, endpoint.live());
    }
  }

  private void copy(Path from) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path to = directory.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
