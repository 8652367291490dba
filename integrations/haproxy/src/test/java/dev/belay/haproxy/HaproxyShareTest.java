package dev.belay.haproxy;

import static dev.belay.haproxy.Proxy.V7;
import static dev.belay.haproxy.Proxy.V8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.TrafficSplit;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How many of the requests without a key go to the candidate. HAProxy's chance comes from the system and cannot be repeated, so
 * each count is held against the exact bounds of the binomial distribution. Nothing and the whole are exact.
 *
 * <p>Each bound is passed by chance with a probability of 10<sup>-7</sup> at most, and there are ten: a run fails by chance with a
 * probability of 10<sup>-6</sup> at most. To be fast, HAProxy answers in place of the servers, and requests do not wait for each
 * other's answers; how they are divided is not touched by that.
 */
@Tag("exhaustive")
class HaproxyShareTest {

  private static final double ERROR = 1e-7;
  private static final int BATCH = 200;

  private static Proxy proxy;
  private static HaproxyTarget target;

  @BeforeAll
  static void begin() throws Exception {
    proxy =
        new Proxy(builder -> builder, text -> answeredByHaproxy(answeredByHaproxy(text, "7"), "8"));
    target = proxy.target();
  }

  @AfterAll
  static void end() throws Exception {
    if (proxy != null) {
      proxy.close();
    }
  }

  private static String answeredByHaproxy(String text, String version) {
    String head = "\nbackend fraud-" + version + "\n";
    return text.replace(
        head,
        head + "  http-request return status 200 content-type text/plain string " + version + "\n");
  }

  private void bring(int share) {
    assertInstanceOf(
        SubmitResult.Accepted.class,
        target.submit(SplitIntent.to(TrafficSplit.between(V7, V8, share))));
  }

  /** Counts the candidate's answers among so many, a multiple of the batch, over one connection. */
  private int candidates(int requests) throws IOException {
    int candidates = 0;
    String batch = RawClient.request("/predict").repeat(BATCH);
    try (RawClient client = new RawClient(proxy.port)) {
      client.send(RawClient.request("/health"));
      // Without the line ends, which were two characters.
      String first = client.answer();
      int length = first.length() + (int) first.chars().filter(c -> c == '\n').count();
      for (int sent = 0; sent < requests; sent += BATCH) {
        client.send(batch);
        String answers = new String(client.bytes(BATCH * length), StandardCharsets.US_ASCII);
        for (int i = 0; i < BATCH; i++) {
          String answer = answers.substring(i * length, (i + 1) * length);
          String version = answer.substring(length - 1);
          assertTrue(
              answer.startsWith("HTTP/1.1 200 OK")
                  && (version.equals("7") || version.equals("8"))
                  && answer.contains("model-version: " + version + "\r\n"),
              answer);
          candidates += version.equals("8") ? 1 : 0;
        }
      }
    }
    return candidates;
  }

  private void requireShare(int share, int requests) throws IOException {
    bring(share);
    int found = candidates(requests);
    double probability = share / 10_000.0;
    int lowest = Binomial.lowest(requests, probability, ERROR);
    int highest = Binomial.highest(requests, probability, ERROR);
    assertTrue(
        lowest <= found && found <= highest,
        () -> found + " of " + requests + " at " + share + " basis points, not in [" + lowest + ", "
            + highest + "]");
  }

  @Test
  void theBoundsAreExact() {
    // One of four pairs of coins has no head, and another one no tail.
    assertEquals(1, Binomial.lowest(2, 0.5, 0.3));
    assertEquals(1, Binomial.highest(2, 0.5, 0.3));
    assertEquals(0, Binomial.lowest(2, 0.5, 0.2));
    assertEquals(2, Binomial.highest(2, 0.5, 0.2));
    // 0.9999 to the power of 100 000 is 4.5377e-5.
    assertEquals(0, Binomial.lowest(100_000, 0.0001, 4.53e-5));
    assertEquals(1, Binomial.lowest(100_000, 0.0001, 4.54e-5));
  }

  /** A share of one basis point in place of zero would send none of 100 000 with a probability of 4.5 10<sup>-5</sup>. */
  @Test
  void zeroIsZeroAndTheWholeIsTheWhole() throws IOException {
    bring(10_000);
    assertEquals(20_000, candidates(20_000));
    bring(0);
    assertEquals(0, candidates(100_000));
  }

  /**
   * One basis point of 200 000 requests is 20 of them, and the bounds are 2 and 47: neither a share that is rounded down to nothing
   * nor one that is rounded up to a permille passes. At 10 basis points the bounds are 18 and 91 of 50 000; at 100, 131 and 277 of
   * 20 000; at 500, 844 and 1 164; at 5 000, 9 632 and 10 368.
   */
  @Test
  void everyShareIsKeptWithoutAKey() throws IOException {
    requireShare(1, 200_000);
    requireShare(10, 50_000);
    requireShare(100, 20_000);
    requireShare(500, 20_000);
    requireShare(5_000, 20_000);
  }
}
