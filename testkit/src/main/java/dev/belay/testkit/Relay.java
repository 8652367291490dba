package dev.belay.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A port of the loopback interface behind which a server stands: what comes in goes to the server, and back. It does for the
 * server what that cannot do for itself, which is to reset a client. One thread serves all connections, and ends with
 * {@link #close}. Thread-safe.
 */
final class Relay implements AutoCloseable {

  /** How many clients may connect at the same moment, if the system allows as many. */
  static final int BACKLOG = 1_024;

  private final SocketAddress server;
  private final ServerSocketChannel entrance;
  private final Selector selector;
  private final int port;
  private final Set<RelayedConnection> connections = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::run, "belay-fake-http-relay");
  private volatile boolean closed;

  private Relay(SocketAddress server, ServerSocketChannel entrance, Selector selector) {
    this.server = server;
    this.entrance = entrance;
    this.selector = selector;
    port = entrance.socket().getLocalPort();
    thread.setDaemon(true);
  }

  /** Opens a port that the system chooses, in front of a server that has its own. */
  static Relay start(SocketAddress server) throws IOException {
    ServerSocketChannel entrance = ServerSocketChannel.open();
    entrance.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    entrance.configureBlocking(false);
    Selector selector = Selector.open();
    entrance.register(selector, SelectionKey.OP_ACCEPT);
    Relay relay = new Relay(server, entrance, selector);
    relay.thread.start();
    return relay;
  }

  /** Where clients connect. */
  int port() {
    return port;
  }

  /** The connection that the server sees at a port; null if its client has gone. */
  @Nullable
  RelayedConnection connectionAt(int serversView) {
    for (RelayedConnection connection : connections) {
      if (connection.port() == serversView) {
        return connection;
      }
    }
    return null;
  }

  private void run() {
    try (selector;
        entrance) {
      while (!closed) {
        selector.select(this::serve);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a relay has failed", e);
    } finally {
      connections.forEach(RelayedConnection::close);
    }
  }

  private void serve(SelectionKey key) {
    if (key.attachment() instanceof RelayedConnection connection) {
      pass(connection);
    } else {
      accept();
    }
  }

  private void pass(RelayedConnection connection) {
    if (!connection.pass(selector)) {
      connections.remove(connection);
    }
  }

  private void accept() {
    try {
      SocketChannel client = entrance.accept();
      if (client != null) {
        connect(client);
      }
    } catch (IOException gone) {
      // The client, before it was accepted.
    }
  }

  private void connect(SocketChannel client) throws IOException {
    try {
      RelayedConnection connection = RelayedConnection.of(client, server, selector);
      connections.add(connection);
      pass(connection); // on this machine it mostly stands already
    } catch (IOException e) {
      client.close();
    }
  }

  /** Closes all connections. Closing twice has no effect. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(); // it never blocks
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
