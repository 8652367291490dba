package dev.belay.haproxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * HAProxy's runtime socket: one connection, one command, one reply until HAProxy closes. The whole exchange ends within the
 * timeout, whatever HAProxy does. Thread-safe.
 */
final class RuntimeSocket {

  private static final int LONGEST_REPLY = 1 << 20;
  private static final int BUFFER = 8_192;

  private final SocketAddress address;
  private final Duration timeout;
  private final LongSupplier nanoTime;

  RuntimeSocket(SocketAddress address, Duration timeout, LongSupplier nanoTime) {
    this.address = address;
    this.timeout = timeout;
    this.nanoTime = nanoTime;
  }

  /**
   * Tells HAProxy one command.
   *
   * @return the reply
   * @throws NotSentException if nothing was sent
   * @throws IOException if the command may have been carried out, but no whole reply came
   */
  String ask(String command) throws IOException {
    if (command.chars().anyMatch(c -> c < ' ' || c > '~' || c == ';' || c == '\\')) {
      throw new IllegalArgumentException("command must be one command in printable ASCII");
    }
    long end = nanoTime.getAsLong() + timeout.toNanos();
    try (Selector selector = Selector.open();
        SocketChannel channel = connect(selector, end)) {
      send(channel, selector, command, end);
      return receive(channel, selector, end);
    }
  }

  private SocketChannel connect(Selector selector, long end) throws NotSentException {
    @Nullable SocketChannel channel = null;
    try {
      channel = open();
      channel.configureBlocking(false);
      if (!channel.connect(resolved())) {
        channel.register(selector, SelectionKey.OP_CONNECT);
        do {
          await(selector, end);
        } while (!channel.finishConnect());
      }
      return channel;
    } catch (IOException e) {
      NotSentException failure = new NotSentException(
          "HAProxy cannot be reached at " + address + ": " + e.getMessage(), e);
      close(channel, failure);
      throw failure;
    }
  }

  private static void close(@Nullable SocketChannel channel, IOException why) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        why.addSuppressed(e);
      }
    }
  }

  private SocketChannel open() throws IOException {
    return address instanceof InetSocketAddress
        ? SocketChannel.open()
        : SocketChannel.open(StandardProtocolFamily.UNIX);
  }

  /** A name is looked up each time, since HAProxy may move. */
  private SocketAddress resolved() throws IOException {
    if (address instanceof InetSocketAddress internet) {
      InetSocketAddress found = new InetSocketAddress(internet.getHostString(), internet.getPort());
      if (found.isUnresolved()) {
        throw new IOException("no address is known for " + internet.getHostString());
      }
      return found;
    }
    return address;
  }

  private void send(SocketChannel channel, Selector selector, String command, long end)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII));
    channel.register(selector, SelectionKey.OP_WRITE);
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        await(selector, end);
      }
    }
  }

  private String receive(SocketChannel channel, Selector selector, long end) throws IOException {
    channel.register(selector, SelectionKey.OP_READ);
    ByteArrayOutputStream reply = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    int read;
    while ((read = channel.read(buffer)) >= 0) {
      if (read == 0) {
        await(selector, end);
      }
      reply.write(buffer.array(), 0, buffer.position());
      buffer.clear();
      if (reply.size() > LONGEST_REPLY) {
        throw new IOException("HAProxy's reply is longer than " + LONGEST_REPLY + " bytes");
      }
    }
    if (reply.size() == 0) {
      // Even a reply that says nothing is an empty line.
      throw new IOException("HAProxy has closed the connection without a reply");
    }
    return reply.toString(StandardCharsets.UTF_8).strip();
  }

  private void await(Selector selector, long end) throws IOException {
    long left = end - nanoTime.getAsLong();
    if (left <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    selector.selectedKeys().clear();
    int unused = selector.select(left / 1_000_000 + 1);
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted while waiting for HAProxy");
    }
  }
}
