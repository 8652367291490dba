package dev.belay.bluegreen;

import static dev.belay.bluegreen.World.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.Rollout;
import dev.belay.Route;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a rollout can stand when somebody is in a hurry. */
enum Situation {
  NO_ROLLOUT(null) {
    @Override
    void reach(World world) {}
  },
  NOT_BEGUN(Phase.ROLLED_BACK) {
    @Override
    void reach(World world) {
      world.start("8");
    }
  },
  PREPARING(Phase.ROLLED_BACK) {
    @Override
    void reach(World world) {
      world.start("8");
      world.time.settle();
    }
  },
  EXPOSING(Phase.ROLLED_BACK) {
    @Override
    void reach(World world) {
      world.untilPhase(world.start("8"), Phase.EXPOSING);
    }
  },
  PAUSED(Phase.ROLLED_BACK) {
    @Override
    void reach(World world) {
      Rollout rollout = world.start("8");
      world.untilPhase(rollout, Phase.EXPOSING);
      rollout.pause("alice");
      world.forDuration(Duration.ofSeconds(3));
    }
  },
  CUTOVER_BEING_WRITTEN(Phase.ROLLED_BACK) {
    @Override
    void reach(World world) {
      Rollout rollout = world.start("8");
      world.untilPhase(rollout, Phase.EXPOSING);
      world.store.meanwhile = record -> {
        if (record.state().phase() == Phase.BAKING) {
          world.store.down = true;
        }
      };
      world.until(() -> world.store.down);
      world.store.meanwhile = record -> {};
    }
  },
  BAKING(Phase.ROLLED_BACK) {
    @Override
    void reach(World world) {
      world.start("8");
      world.until(() -> world.endpoint.split().basisPoints(GREEN) == 10_000);
    }
  },
  DRAIN(Phase.ROLLED_BACK) {
    @Override
    void reach(World world) {
      Route blue = world.endpoint.route();
      assertTrue(blue.begin());
      Rollout rollout = world.start("8");
      world.until(() -> rollout.state().holds(Hold.DRAIN));
      world.forDuration(Duration.ofSeconds(1));
      assertTrue(rollout.state().holds(Hold.DRAIN));
    }
  },
  RELEASE(Phase.PROMOTED) {
    @Override
    void reach(World world) {
      world.threads.hang("Retirer");
      Rollout rollout =
          world.endpoint.start(World.plan("8").release(version -> {}).build(), "alice");
      world.until(() -> rollout.state().holds(Hold.RELEASE));
      world.forDuration(Duration.ofSeconds(1));
      assertTrue(rollout.state().holds(Hold.RELEASE));
      assertEquals(1, world.threads.hung());
    }
  },
  RETREATING(Phase.ROLLED_BACK) {
    @Override
    void reach(World world) {
      Rollout rollout = world.start("8");
      world.untilPhase(rollout, Phase.EXPOSING);
      world.store.down = true;
      rollout.rollBack("alice", "complaints");
      world.forDuration(Duration.ofSeconds(3));
      assertEquals(Phase.RETREATING, rollout.state().phase());
    }
  },
  PROMOTED(Phase.PROMOTED) {
    @Override
    void reach(World world) {
      Rollout rollout = world.start("8");
      world.untilEnd(rollout);
      assertEquals(Phase.PROMOTED, rollout.state().phase());
    }
  },
  ROLLED_BACK(Phase.ROLLED_BACK) {
    @Override
    void reach(World world) {
      Rollout rollout = world.start("8");
      rollout.rollBack("alice", "changed my mind");
      world.untilEnd(rollout);
    }
  };

  /** How the rollout ends that was cut off. */
  final Optional<Phase> end;

  Situation(@Nullable Phase end) {
    this.end = Optional.ofNullable(end);
  }

  abstract void reach(World world);
}
