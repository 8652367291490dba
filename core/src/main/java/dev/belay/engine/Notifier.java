package dev.belay.engine;

import dev.belay.RolloutListener;
import dev.belay.text.Printable;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners, in order, off the control thread. Their exceptions are logged and go no further; news that a listener is
 * too slow for are dropped, and that is logged as well.
 */
final class Notifier {

  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

  private static final int LONGEST_QUEUE = 10_000;

  private final List<RolloutListener> listeners;
  private final Executor io;
  private final ConcurrentLinkedQueue<Consumer<RolloutListener>> queue =
      new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean dropping = new AtomicBoolean();

  Notifier(List<RolloutListener> listeners, Executor io) {
    this.listeners = List.copyOf(listeners);
    this.io = io;
  }

  void tell(Consumer<RolloutListener> news) {
    if (listeners.isEmpty()) {
      return;
    }
    if (waiting.get() >= LONGEST_QUEUE) {
      if (dropping.compareAndSet(false, true)) {
        LOG.warn(
            "Listeners are {} news behind; what comes until they catch up is dropped",
            LONGEST_QUEUE);
      }
      return;
    }
    dropping.set(false);
    queue.add(news);
    if (waiting.getAndIncrement() == 0) {
      io.execute(this::deliver);
    }
  }

  private void deliver() {
    do {
      Consumer<RolloutListener> news = queue.remove();
      for (RolloutListener listener : listeners) {
        try {
          news.accept(listener);
        } catch (Throwable failure) {
          LOG.warn("A listener failed; the rollout goes on", Printable.failure(failure));
        }
      }
    } while (waiting.decrementAndGet() > 0);
  }
}
