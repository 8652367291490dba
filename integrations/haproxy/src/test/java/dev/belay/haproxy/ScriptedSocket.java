package dev.belay.haproxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A runtime socket over TCP that answers each kind of command as it is told. */
final class ScriptedSocket implements AutoCloseable {

  /** Takes the command, and closes without a reply. */
  static final String CLOSE = "close";

  /** Takes the command, and never replies. */
  static final String HANG = "hang";

  private final ServerSocket server;
  private final Map<String, String> replies;
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<Socket> hanging = new CopyOnWriteArrayList<>();

  ScriptedSocket(Map<String, String> replies) throws IOException {
    this.replies = replies;
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "scripted-socket");
    thread.setDaemon(true);
    thread.start();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
  }

  List<String> commands() {
    return List.copyOf(commands);
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        answer(server.accept());
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private void answer(Socket socket) throws IOException {
    String line = new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
    String command = line == null ? "" : line;
    commands.add(command);
    String reply = replies.entrySet().stream()
        .filter(entry -> command.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("Unknown command\n\n");
    if (reply.equals(HANG)) {
      hanging.add(socket);
      return;
    }
    if (!reply.equals(CLOSE)) {
      socket.getOutputStream().write(reply.getBytes(StandardCharsets.UTF_8));
    }
    socket.close();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : hanging) {
      socket.close();
    }
  }
}
