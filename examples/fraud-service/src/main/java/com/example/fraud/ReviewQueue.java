package com.example.fraud;

import dev.belay.health.HealthSignal;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What people have to look at. Thread-safe. */
public final class ReviewQueue {

  private static final int MOST = 1_000;

  private final ConcurrentLinkedQueue<String> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger length = new AtomicInteger();

  /** An empty queue. */
  public ReviewQueue() {}

  /**
   * Adds a transaction.
   *
   * @param transaction the transaction
   */
  public void add(String transaction) {
    waiting.add(transaction);
    length.incrementAndGet();
  }

  /**
   * Counts what waits.
   *
   * @return transactions
   */
  public int length() {
    return length.get();
  }

  /**
   * Tells whether people can follow: a version that holds too much is bad, whatever its failure rate.
   *
   * @return a signal of Belay
   */
  public HealthSignal signal() {
    return HealthSignal.gauge("review queue", this::length, MOST);
  }
}
