package dev.belay.runtime;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The system defaults: the only place that reads a real clock, starts threads or draws unseeded chance. */
final class SystemRuntime implements BelayRuntime {

  static final SystemRuntime SHARED = new SystemRuntime();

  private static final int LOOPS = 2;
  private static final int IO_THREADS = 64;
  private static final int CALL_THREADS = 256;
  private static final long IDLE_SECONDS = 30;

  private final ControlLoop[] loops = new ControlLoop[LOOPS];
  private final AtomicInteger nextLoop = new AtomicInteger();
  private final Executor io;
  private final Executor calls;

  private SystemRuntime() {
    for (int i = 0; i < LOOPS; i++) {
      loops[i] = new ControlLoop("belay-control-" + i);
    }
    ThreadPoolExecutor ioThreads = new ThreadPoolExecutor(
        IO_THREADS,
        IO_THREADS,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        daemons("belay-io-"));
    ioThreads.allowCoreThreadTimeOut(true);
    io = ioThreads;
    calls = new ThreadPoolExecutor(
        0,
        CALL_THREADS,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        daemons("belay-call-"));
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public int randomBits() {
    return ThreadLocalRandom.current().nextInt();
  }

  @Override
  public Wakeup attach(Runnable task) {
    return loops[Math.floorMod(nextLoop.getAndIncrement(), LOOPS)].attach(task);
  }

  @Override
  public String process() {
    String host = System.getenv("HOSTNAME");
    return "process " + ProcessHandle.current().pid()
        + (host == null || host.isBlank() ? "" : " on " + host);
  }

  @Override
  public Executor io() {
    return io;
  }

  @Override
  public Executor calls() {
    return calls;
  }

  private static ThreadFactory daemons(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, prefix + number.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }
}
