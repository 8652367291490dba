package dev.belay.routing;

import dev.belay.runtime.BelayRuntime;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request to a version, by the table that is published.
 *
 * <ol>
 *   <li>A request reads the table once; every thread sees a new table as soon as it is published.
 *   <li>Everything in the table is computed when it is made; a request compares one number and returns a route that exists.
 *   <li>While stable has everything, no chance is drawn; outside a rollout no key is hashed.
 *   <li>The share of an attempt rises only by compare-and-set against the table that the control plane knows, so a tripwire
 *       that was faster always wins.
 * </ol>
 *
 * <p>Thread-safe; no method takes a lock, allocates or waits.
 */
public final class Router {

  private static final AtomicReferenceFieldUpdater<Router, RoutingTable> PUBLISHED =
      AtomicReferenceFieldUpdater.newUpdater(Router.class, RoutingTable.class, "published");

  private volatile RoutingTable published;
  private final BelayRuntime runtime;

  /**
   * A router with a first table.
   *
   * @param first the first table
   * @param runtime draws the chance of a request
   */
  public Router(RoutingTable first, BelayRuntime runtime) {
    this.published = first;
    this.runtime = runtime;
  }

  /**
   * Assigns a request at random.
   *
   * @return its route
   */
  public CreditedRoute route() {
    RoutingTable table = published;
    return table.isAllStable() ? table.stableRandom() : table.random(runtime.randomBits());
  }

  /**
   * Assigns a request by a key.
   *
   * @param key the key, not empty
   * @return its route, the same for the same key until the share moves across it or keys are drawn anew
   * @throws IllegalArgumentException if the key is empty
   */
  public CreditedRoute route(String key) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("key must have at least 1 character, but was ''");
    }
    RoutingTable table = published;
    return table.ignoresKeys()
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
    RoutingTable table = published;
    return table.ignoresKeys()
        ? table.stableSticky()
        : table.sticky(StickyHash.hash(key, table.seed()));
  }

  /**
   * Sends a request to the version that it asks for, whatever the split.
   *
   * @param version the name of the version, without the model
   * @return its route; that of the stable version if the version asked for takes no part, or no part any more
   */
  public CreditedRoute preview(String version) {
    return published.preview(version);
  }

  /**
   * Returns the route to the stable version, whatever the split.
   *
   * @return the route of a request that must not go to the candidate
   */
  CreditedRoute stable() {
    return published.stableRandom();
  }

  /**
   * Returns the table in force.
   *
   * @return the table that the next request will see
   */
  public RoutingTable table() {
    return published;
  }

  /**
   * Publishes a table if another is still in force.
   *
   * @param expected the table that the caller knows
   * @param next the table to publish
   * @return false if something else was published meanwhile, above all a retreat
   */
  public boolean publish(RoutingTable expected, RoutingTable next) {
    return PUBLISHED.compareAndSet(this, expected, next);
  }

  /** Sends everything to stable, if the table in force belongs to the attempt of this tripwire. */
  void retreat(Tripwire tripwire) {
    while (true) {
      RoutingTable table = published;
      @Nullable RoutingTable retreated = table.retreated();
      if (table.tripwire() != tripwire
          || retreated == null
          || PUBLISHED.compareAndSet(this, table, retreated)) {
        return;
      }
    }
  }
}
