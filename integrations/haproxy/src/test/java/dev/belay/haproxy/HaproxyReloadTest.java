package dev.belay.haproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** HAProxy is reloaded in the middle of a rollout, and the old process lives on, because clients have connections there. */
class HaproxyReloadTest {

  @Test
  void theOldProcessGoesOnWithWhatItHas() throws Exception {
    try (ReloadScene scene = new ReloadScene(Duration.ofMinutes(1))) {
      RawClient held = scene.held();
      RawClient half = scene.client();
      half.send("GET /predict HTTP/1.1\r\n");
      RawClient unused = scene.client();
      RawClient idle = scene.idle();
      Process old = scene.proxy.reload();
      scene.awaitTakenOver();
      assertTrue(idle.hasEnded(), "at once, without another answer");
      scene.requireRetreatOfNewConnections();

      long candidate = scene.proxy.eight.answers();
      half.send("host: fraud\r\n\r\n");
      ReloadScene.requireAnsweredAndClosed("8", half);
      unused.send(RawClient.request("/predict"));
      ReloadScene.requireAnsweredAndClosed("8", unused);
      assertEquals(candidate + 2, scene.proxy.eight.answers(), "by the map that it had");
      assertTrue(old.isAlive());
      scene.proxy.eight.release();
      ReloadScene.requireAnsweredAndClosed("8", held);
      Eventually.holds("it has nothing left to do", () -> !old.isAlive());
      scene.requireNewConnectionsReach("7");
      assertEquals(candidate + 2, scene.proxy.eight.answers());
    }
  }

  @Test
  void theOldWorkerOfAMasterGoesOnWithWhatItHas() throws Exception {
    try (ReloadScene scene = new ReloadScene(Duration.ofMinutes(1), "-W")) {
      List<ProcessHandle> workers = scene.proxy.process().children().toList();
      assertEquals(1, workers.size());
      ProcessHandle old = workers.get(0);
      RawClient held = scene.held();
      RawClient idle = scene.idle();
      scene.proxy.signal("USR2");
      scene.awaitTakenOver();
      assertTrue(idle.hasEnded(), "at once, without another answer");
      scene.requireRetreatOfNewConnections();
      assertTrue(old.isAlive());
      scene.proxy.eight.release();
      ReloadScene.requireAnsweredAndClosed("8", held);
      Eventually.holds("it has nothing left to do", () -> !old.isAlive());
    }
  }

  /** Right after the reload, before the target has told the new process anything. */
  @Test
  void aRetreatIsCompleteWhenTheOldProcessIsStopped() throws Exception {
    Duration drainWithin = Duration.ofMillis(500);
    try (ReloadScene scene = new ReloadScene(drainWithin)) {
      RawClient held = scene.held();
      long begun = System.nanoTime();
      Process old = scene.proxy.reload();
      Eventually.holds("the new process takes the retreat", scene::takesTheRetreat);
      scene.awaitTakenOver();
      long candidate = scene.proxy.eight.answers();
      scene.requireNewConnectionsReach("7");
      Eventually.holds("the old process is stopped", () -> !old.isAlive());
      long lived = System.nanoTime() - begun;
      assertTrue(lived >= drainWithin.toNanos(), () -> lived + " ns");

      // What was not answered by then is answered by HAProxy, in the name of the version that had
      // it.
      String answer = held.answer();
      assertTrue(answer.startsWith("http/1.1 502 "), answer);
      assertTrue(answer.contains("model-version: 8\n"), answer);
      assertTrue(held.hasEnded());
      scene.requireNewConnectionsReach("7");
      assertEquals(candidate, scene.proxy.eight.answers());
    }
  }
}
