package dev.belay.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes out of a relay is what the server would have said itself, and what the server sees is the client. */
@Timeout(60)
class RelayTest {

  /** More than the buffers of a relay and of the system hold. */
  private static final byte[] MUCH = new byte[20_000_000];

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int PATIENCE_MILLIS = 30_000;

  private final List<Socket> sockets = new ArrayList<>();
  private ServerSocket server;
  private Relay relay;

  @BeforeEach
  void start() throws IOException {
    new SplittableRandom(1).nextBytes(MUCH);
    server = new ServerSocket(0, 0, LOOPBACK);
    relay = relayTo(server);
  }

  @AfterEach
  void stop() throws IOException {
    relay.close();
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private static Relay relayTo(ServerSocket server) throws IOException {
    return Relay.start(new InetSocketAddress(LOOPBACK, server.getLocalPort()));
  }

  private Socket client() throws IOException {
    return kept(new Socket(LOOPBACK, relay.port()));
  }

  private Socket accepted() throws IOException {
    return kept(server.accept());
  }

  private Socket kept(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    sockets.add(socket);
    return socket;
  }

  /** Known as soon as it has passed something on. */
  private RelayedConnection connectionOf(Socket accepted) {
    return Objects.requireNonNull(relay.connectionAt(accepted.getPort()));
  }

  /** Both directions work, and all that happened on the relay before is over. */
  private void roundTrip(Socket client, Socket accepted) throws IOException {
    client.getOutputStream().write(1);
    assertEquals(1, accepted.getInputStream().read());
    accepted.getOutputStream().write(2);
    assertEquals(2, client.getInputStream().read());
  }

  private interface Io {
    void run() throws IOException;
  }

  private static CompletableFuture<@Nullable Void> meanwhile(Io io) {
    Runnable work = () -> {
      try {
        io.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
    return CompletableFuture.runAsync(work, started -> new Thread(started).start());
  }

  @Test
  void passesOnMuchMoreThanItHoldsInBothDirections() throws IOException {
    Socket client = client();
    Socket accepted = accepted();
    CompletableFuture<@Nullable Void> echo =
        meanwhile(() -> accepted.getInputStream().transferTo(accepted.getOutputStream()));
    CompletableFuture<@Nullable Void> writing = meanwhile(() -> {
      client.getOutputStream().write(MUCH);
      client.shutdownOutput();
    });
    assertArrayEquals(MUCH, client.getInputStream().readNBytes(MUCH.length));
    writing.join();
    echo.join();
  }

  @Test
  void whoDoesNotReadHoldsUpNobodyElse() throws IOException {
    Socket lazy = client();
    Socket writer = accepted();
    CompletableFuture<@Nullable Void> writing =
        meanwhile(() -> writer.getOutputStream().write(MUCH));
    Socket client = client();
    Socket accepted = accepted();
    for (int i = 0; i < 100; i++) {
      roundTrip(client, accepted);
    }
    assertArrayEquals(MUCH, lazy.getInputStream().readNBytes(MUCH.length));
    writing.join();
  }

  @Test
  void aClientThatHasSaidAllStillGetsItsAnswer() throws IOException {
    Socket client = client();
    Socket accepted = accepted();
    client.getOutputStream().write(1);
    client.shutdownOutput();
    assertArrayEquals(new byte[] {1}, accepted.getInputStream().readAllBytes());
    accepted.getOutputStream().write(2);
    accepted.close();
    assertArrayEquals(new byte[] {2}, client.getInputStream().readAllBytes());
  }

  @Test
  void anEndOfTheServerComesAfterItsLastWord() throws IOException {
    Socket client = client();
    Socket accepted = accepted();
    CompletableFuture<@Nullable Void> writing = meanwhile(() -> {
      accepted.getOutputStream().write(MUCH);
      accepted.close();
    });
    assertArrayEquals(MUCH, client.getInputStream().readAllBytes());
    writing.join();
  }

  @Test
  void passesOnAResetOfTheServer() throws IOException {
    Socket client = client();
    Socket accepted = accepted();
    roundTrip(client, accepted);
    accepted.setSoLinger(true, 0);
    accepted.close();
    assertReset(client);
  }

  @Test
  void passesOnAResetOfTheClient() throws IOException {
    Socket client = client();
    Socket accepted = accepted();
    roundTrip(client, accepted);
    client.setSoLinger(true, 0);
    client.close();
    assertReset(accepted);
  }

  private static void assertReset(Socket socket) {
    SocketException thrown =
        assertThrows(SocketException.class, () -> socket.getInputStream().read());
    assertEquals("Connection reset", thrown.getMessage());
  }

  @Test
  void resetsAClientWhenTheServerCloses() throws IOException {
    for (int i = 0; i < 200; i++) {
      Socket client = client();
      Socket accepted = accepted();
      roundTrip(client, accepted);
      connectionOf(accepted).resetAtEnd();
      roundTrip(client, accepted); // not before
      accepted.close();
      assertReset(client);
    }
  }

  @Test
  void forgetsAConnectionThatHasEnded() throws IOException {
    Socket other = client();
    Socket otherAccepted = accepted();
    Socket client = client();
    Socket accepted = accepted();
    roundTrip(client, accepted);
    RelayedConnection connection = connectionOf(accepted);
    accepted.close();
    assertEquals(-1, client.getInputStream().read());
    roundTrip(other, otherAccepted);
    assertNull(relay.connectionAt(accepted.getPort()));
    assertNotNull(relay.connectionAt(otherAccepted.getPort()));
    connection.resetAtEnd(); // too late, and nobody's failure
  }

  @Test
  void losesAClientWhoseServerIsGone() throws IOException {
    server.close();
    assertEnded(client());
    assertEnded(client());
  }

  /** How is the system's choice: a connection that is closed with something unread is reset. */
  private static void assertEnded(Socket socket) {
    try {
      assertEquals(-1, socket.getInputStream().read());
    } catch (IOException reset) {
      assertEquals("Connection reset", reset.getMessage());
    }
  }

  @Test
  void closingEndsAllConnectionsAndTheThread() throws Exception {
    List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("belay-fake-http-relay"))
        .toList();
    for (int i = 0; i < 10; i++) {
      roundTrip(client(), accepted());
    }

    relay.close();
    relay.close();

    for (Socket socket : sockets) {
      assertEnded(socket);
    }
    assertThrows(ConnectException.class, this::client);
    assertEquals(1, threads.size());
    assertTrue(threads.get(0).isDaemon());
    threads.get(0).join();
  }

  @Test
  void closingLosesAlsoWhoIsJustConnecting() throws IOException {
    for (int round = 0; round < 100; round++) {
      List<Socket> connecting = new ArrayList<>();
      try (ServerSocket lazy = new ServerSocket(0, 0, LOOPBACK);
          Relay closing = relayTo(lazy)) {
        for (int i = 0; i < 3; i++) {
          connecting.add(kept(new Socket(LOOPBACK, closing.port())));
        }
      }
      connecting.forEach(RelayTest::assertEnded);
    }
  }

  /** A connection that waits for room in the backlog of a server waits for minutes. */
  @Test
  @Timeout(20)
  void aServerThatAcceptsNobodyHoldsUpNoClose() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1, LOOPBACK);
        Relay stuck = relayTo(full)) {
      for (int i = 0; i < 10; i++) {
        kept(new Socket(LOOPBACK, stuck.port()));
      }
    }
    sockets.forEach(RelayTest::assertEnded);
  }

  @Test
  void closesWhileBytesAreOnTheirWay() throws IOException {
    Socket client = client();
    Socket accepted = accepted();
    CompletableFuture<@Nullable Void> echo =
        meanwhile(() -> accepted.getInputStream().transferTo(accepted.getOutputStream()));
    CompletableFuture<@Nullable Void> writing = meanwhile(() -> {
      while (true) {
        client.getOutputStream().write(MUCH);
      }
    });
    assertEquals(1_000_000, client.getInputStream().readNBytes(1_000_000).length);

    relay.close();

    assertThrows(RuntimeException.class, writing::join);
    assertThrows(IOException.class, () -> accepted.getOutputStream().write(MUCH));
    assertEquals("over", echo.handle((done, cut) -> "over").join());
  }
}
