package dev.belay.routing;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request to a version, by the table that is published.
 *
 * <ol>
 *   <li>A request reads the table once; every thread sees a new table as soon as it is published.
 *   <li>Everything in the table is computed when it is made; a request compares one number and returns a route that exists.
 *   <li>While stable has everything, no chance is drawn and no key is hashed.
 *   <li>The share of an attempt rises only by compare-and-set against the table that the control plane knows, so a tripwire
 *       that was faster always wins.
 * </ol>
 *
 * <p>Thread-safe; no method takes a lock, allocates or waits.
 */
public final class Router {

  private final AtomicReference<RoutingTable> published;
  private final IntSupplier randomBits;

  /**
   * A router with a first table.
   *
   * @param first the first table
   * @param randomBits draws 32 random bits for a request
   */
  public Router(RoutingTable first, IntSupplier randomBits) {
    this.published = new AtomicReference<>(first);
    this.randomBits = randomBits;
  }

  /**
   * Assigns a request at random.
   *
   * @return its route
   */
  public CreditedRoute route() {
    RoutingTable table = published.get();
    return table.isAllStable() ? table.stableRandom() : table.random(randomBits.getAsInt());
  }

  /**
   * Assigns a request by a key.
   *
   * @param key the key, not empty
   * @return its route, the same for the same key until the share moves across it
   * @throws IllegalArgumentException if the key is empty
   */
  public CreditedRoute route(String key) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("key must have at least 1 character, but was ''");
    }
    RoutingTable table = published.get();
    return table.isAllStable()
        ? table.stableSticky()
        : table.sticky(StickyHash.hash(key, table.seed()));
  }

  /**
   * Assigns a request by a key.
   *
   * @param key the key
   * @return its route, the same for the same key until the share moves across it
   */
  public CreditedRoute route(long key) {
    RoutingTable table = published.get();
    return table.isAllStable()
        ? table.stableSticky()
        : table.sticky(StickyHash.hash(key, table.seed()));
  }

  /**
   * Returns the route to the stable version, whatever the split.
   *
   * @return the route of a request that must not go to the candidate
   */
  CreditedRoute stable() {
    return published.get().stableRandom();
  }

  /**
   * Returns the table in force.
   *
   * @return the table that the next request will see
   */
  public RoutingTable table() {
    return published.get();
  }

  /**
   * Publishes a table if another is still in force.
   *
   * @param expected the table that the caller knows
   * @param next the table to publish
   * @return false if something else was published meanwhile, above all a retreat
   */
  public boolean publish(RoutingTable expected, RoutingTable next) {
    return published.compareAndSet(expected, next);
  }

  /** Sends everything to stable, if the table in force belongs to the attempt of this tripwire. */
  void retreat(Tripwire tripwire) {
    while (true) {
      RoutingTable table = published.get();
      @Nullable RoutingTable retreated = table.retreated();
      if (table.tripwire() != tripwire
          || retreated == null
          || published.compareAndSet(table, retreated)) {
        return;
      }
    }
  }
}
