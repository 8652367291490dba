package dev.belay.haproxy;

import static dev.belay.haproxy.Proxy.V7;
import static dev.belay.haproxy.Proxy.V8;
import static dev.belay.haproxy.Proxy.V9;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.TrafficSplit;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real requests through a real HAProxy: who answers them. */
@Tag("exhaustive")
class HaproxyTrafficTest {

  private static final int[] SHARES = {0, 1, 10, 100, 500, 5_000, 10_000};

  private Proxy proxy;
  private HaproxyTarget target;

  @BeforeEach
  void begin() throws Exception {
    proxy = new Proxy();
    target = proxy.target();
  }

  @AfterEach
  void end() throws Exception {
    if (proxy != null) {
      proxy.close();
    }
  }

  private void bring(TrafficSplit split) {
    SubmitResult result = target.submit(SplitIntent.to(split));
    assertTrue(
        result instanceof SubmitResult.Accepted || result instanceof SubmitResult.AlreadyInForce,
        result::toString);
    assertEquals(Optional.of(split), target.observe().effective());
  }

  private int answersOf(String version, int requests) throws IOException {
    int count = 0;
    for (int i = 0; i < requests; i++) {
      count += proxy.version("").equals(version) ? 1 : 0;
    }
    return count;
  }

  /** The published vectors of xxHash, and one that is longer than a stripe. */
  @Test
  void theHashOfTheseTestsIsTheRightOne() {
    assertEquals(0x02CC5D05L, XxHash32.hash(""));
    assertEquals(0x550D7456L, XxHash32.hash("a"));
    assertEquals(0x32D153FFL, XxHash32.hash("abc"));
    assertEquals(0xE2293B2FL, XxHash32.hash("Nobody inspects the spammish repetition"));
  }

  /** Beside many keys, those whose slots lie right below and right at each share: an error of one shows. */
  @Test
  void everyKeyIsWhereItsHashSaysAtEveryShare() throws IOException {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      keys.add("user-" + i);
    }
    for (int share : SHARES) {
      for (int slot : new int[] {share - 1, share}) {
        if (slot >= 0 && slot < 10_000) {
          keys.add(keyWithSlot(slot));
        }
      }
    }
    for (int share : SHARES) {
      bring(TrafficSplit.between(V7, V8, share));
      long before = proxy.eight.answers();
      long expected = 0;
      for (String key : keys) {
        boolean candidate = XxHash32.slot(key, "fraud-8") < share;
        expected += candidate ? 1 : 0;
        HttpResponse<String> answer = proxy.send(key);
        assertEquals(candidate ? "8" : "7", answer.body(), () -> key + " at " + share);
        assertEquals(Optional.of(answer.body()), answer.headers().firstValue("model-version"));
      }
      assertEquals(expected, proxy.eight.answers() - before);
    }
  }

  private static String keyWithSlot(int slot) {
    int i = 0;
    while (XxHash32.slot("key-" + i, "fraud-8") != slot) {
      i++;
    }
    return "key-" + i;
  }

  @Test
  void zeroIsZeroAndTheWholeIsTheWhole() throws IOException {
    bring(TrafficSplit.between(V7, V8, 10_000));
    assertEquals(1_000, answersOf("8", 1_000));
    bring(TrafficSplit.between(V7, V8, 0));
    assertEquals(1_500, answersOf("7", 1_500));
    assertEquals(1_000, proxy.eight.answers());
  }

  /**
   * By Bernstein's inequality, outside of the bounds with a probability below 2 exp(-t^2 / (2 (n p (1-p) + t/3))): 8e-12 for 500
   * basis points, t = 80, and 4e-11 for 5 000, t = 120.
   */
  @Test
  void requestsWithoutAKeyAreRandom() throws IOException {
    bring(TrafficSplit.between(V7, V8, 500));
    int few = answersOf("8", 2_000);
    assertTrue(few >= 20 && few <= 180, () -> few + " of 2000 at 500 basis points");
    bring(TrafficSplit.between(V7, V8, 5_000));
    int half = answersOf("8", 1_000);
    assertTrue(half >= 380 && half <= 620, () -> half + " of 1000 at 5000 basis points");
  }

  @Test
  void anEmptyKeyIsNoKey() throws IOException {
    bring(TrafficSplit.between(V7, V8, 5_000));
    int candidate = 0;
    for (int i = 0; i < 60; i++) {
      candidate += proxy.version(" ").equals("8") ? 1 : 0;
    }
    int found = candidate;
    // All alike with a probability of 2^-59.
    assertTrue(found > 0 && found < 60, () -> found + " of 60");
  }

  @Test
  void theRolesChangeAtOneInstant() throws IOException {
    bring(TrafficSplit.between(V7, V8, 10_000));
    bring(TrafficSplit.all(V8));
    assertEquals(200, answersOf("8", 200));
    bring(TrafficSplit.between(V8, V9, 2_500));
    for (int i = 0; i < 200; i++) {
      String key = "user-" + i;
      assertEquals(XxHash32.slot(key, "fraud-9") < 2_500 ? "9" : "8", proxy.version(key));
    }
    bring(TrafficSplit.between(V9, V7, 0));
    assertEquals(200, answersOf("9", 200));
  }

  /** Clients with connections that are kept alive send all the time; none that begins after the retreat reaches the candidate. */
  @Test
  void noRequestAfterARetreatReachesTheCandidate() throws Exception {
    record Answer(long sent, String version) {}

    Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Thread client = new Thread(() -> {
        try {
          while (!over.get()) {
            long sent = System.nanoTime();
            answers.add(new Answer(sent, proxy.version("")));
          }
        } catch (Throwable e) {
          failures.add(e);
        }
      });
      client.start();
      clients.add(client);
    }
    int rounds = 40;
    long[] submitted = new long[rounds];
    long[] last = new long[rounds];
    for (int round = 0; round < rounds; round++) {
      bring(TrafficSplit.between(V7, V8, 10_000));
      answers.clear();
      Eventually.holds("the candidate answers", () -> {
        requireNone(failures);
        return answers.stream().anyMatch(answer -> answer.version().equals("8"));
      });
      long decided = System.nanoTime();
      assertInstanceOf(
          SubmitResult.Accepted.class,
          target.submit(SplitIntent.to(TrafficSplit.between(V7, V8, 0))));
      long returned = System.nanoTime();
      submitted[round] = returned - decided;
      Eventually.holds("every client has sent after the retreat", () -> {
        requireNone(failures);
        return answers.stream().filter(answer -> answer.sent() > returned).count() >= 15;
      });
      assertFalse(
          answers.stream()
              .anyMatch(answer -> answer.sent() > returned && answer.version().equals("8")),
          "a request that was sent after the retreat went to the candidate");
      last[round] = answers.stream()
              .filter(answer -> answer.version().equals("8"))
              .mapToLong(Answer::sent)
              .max()
              .orElse(decided)
          - decided;
    }
    over.set(true);
    for (Thread client : clients) {
      client.join();
    }
    requireNone(failures);
    Arrays.sort(submitted);
    Arrays.sort(last);
    System.out.printf(
        "retreat under load, %d rounds: submit returned after %.2f ms (median), %.2f ms (largest);"
            + " the last request to reach the candidate was sent %.2f ms after the decision (largest)%n",
        rounds, submitted[rounds / 2] / 1e6, submitted[rounds - 1] / 1e6, last[rounds - 1] / 1e6);
  }

  private static void requireNone(Queue<Throwable> failures) {
    if (!failures.isEmpty()) {
      throw new AssertionError("a client failed", failures.peek());
    }
  }

  @Test
  void aDeadCandidateIsNotMasked() throws Exception {
    bring(TrafficSplit.between(V7, V8, 10_000));
    assertTrue(target.observe().candidateReady());
    long stable = proxy.seven.answers();
    proxy.eight.close();
    for (int i = 0; i < 50; i++) {
      HttpResponse<String> answer = proxy.send("");
      assertTrue(answer.statusCode() >= 502, () -> "status " + answer.statusCode());
      assertEquals(Optional.of("8"), answer.headers().firstValue("model-version"));
    }
    assertEquals(stable, proxy.seven.answers(), "nobody else answers for the candidate");
    Eventually.holds("the check says so", () -> !target.observe().candidateReady());
    assertTrue(target.observe().detail().contains("0 of 1 servers up"), target.observe()::detail);
    bring(TrafficSplit.between(V7, V8, 0));
    assertEquals(100, answersOf("7", 100));
  }
}
