package dev.belay.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * One client's connection to a relay, and the relay's own to the server for it. Bytes, ends and resets of one side come to the
 * other. All but {@link #port} and {@link #resetAtEnd} is for the relay's thread.
 */
final class RelayedConnection implements Closeable {

  private static final int BUFFER = 16 * 1024;

  private final SocketChannel client;
  private final SocketChannel server;
  private final Flow requests;
  private final Flow answers;

  private RelayedConnection(SocketChannel client, SocketChannel server) {
    this.client = client;
    this.server = server;
    requests = new Flow(client, server);
    answers = new Flow(server, client);
  }

  /** Begins to connect a client to the server. If this throws, the client is the caller's to close. */
  static RelayedConnection of(SocketChannel client, SocketAddress address, Selector selector)
      throws IOException {
    RelayedConnection connection = new RelayedConnection(client, SocketChannel.open());
    try {
      connection.begin(address, selector);
      return connection;
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  private void begin(SocketAddress address, Selector selector) throws IOException {
    for (SocketChannel side : List.of(client, server)) {
      side.configureBlocking(false);
      // What is written must not wait for an acknowledgement of what was written before.
      side.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    server.connect(address);
    client.register(selector, 0, this);
    server.register(selector, SelectionKey.OP_CONNECT, this);
  }

  /** The port that the server sees the client at. */
  int port() {
    return server.socket().getLocalPort();
  }

  /**
   * Passes on what has come, as far as it can be passed on now.
   *
   * @return false if the connection has ended
   */
  boolean pass(Selector selector) {
    try {
      if (!server.finishConnect()) {
        return true;
      }
      answers.pass(); // first: the last words of a server that takes no more requests
      requests.pass();
      if (requests.isOver()) {
        server.shutdownOutput(); // the client may still wait for its answer
      }
      if (answers.isOver()) {
        close(); // an HTTP server closes both directions at once
        return false;
      }
      client.keyFor(selector).interestOps(requests.reads() | answers.writes());
      server.keyFor(selector).interestOps(answers.reads() | requests.writes());
      return true;
    } catch (IOException cut) {
      reset(client);
      reset(server);
      close();
      return false;
    }
  }

  /** Lets the client see a reset, and no end of the stream, when the server closes the connection. For any thread. */
  void resetAtEnd() {
    reset(client);
  }

  /** A socket that does not linger is reset when it is closed. */
  private static void reset(SocketChannel side) {
    try {
      side.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException gone) {
      // Closed already.
    }
  }

  @Override
  public void close() {
    try (client) {
      server.close();
    } catch (IOException gone) {
      // Nobody is left to tell.
    }
  }

  /** One direction. */
  private static final class Flow {

    private final SocketChannel from;
    private final SocketChannel to;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    private boolean ended;

    Flow(SocketChannel from, SocketChannel to) {
      this.from = from;
      this.to = to;
    }

    void pass() throws IOException {
      ended = ended || from.read(bytes) < 0;
      if (bytes.flip().hasRemaining()) {
        to.write(bytes);
      }
      bytes.compact();
    }

    boolean isOver() {
      return ended && bytes.position() == 0;
    }

    int reads() {
      return !ended && bytes.hasRemaining() ? SelectionKey.OP_READ : 0;
    }

    int writes() {
      return bytes.position() > 0 ? SelectionKey.OP_WRITE : 0;
    }
  }
}
