package dev.belay.haproxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection of a client that decides itself when it sends which part of a request. A read waits for 20 seconds at most. */
final class RawClient implements AutoCloseable {

  private static final int PATIENCE = 20_000;
  private static final String LENGTH = "content-length: ";

  private final Socket socket;
  private final InputStream input;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE);
    input = new BufferedInputStream(socket.getInputStream(), 1 << 16);
  }

  /** The whole of a request. */
  static String request(String path) {
    return "GET " + path + " HTTP/1.1\r\nhost: fraud\r\n\r\n";
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads one answer: its lines in lower case, an empty one, and the body. */
  String answer() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\n\n") < 0) {
      int next = input.read();
      if (next < 0) {
        throw new IOException("the connection has ended after '" + head + "'");
      }
      if (next != '\r') {
        head.append((char) next);
      }
    }
    String lines = head.toString().toLowerCase(Locale.ROOT);
    int length = lines.indexOf(LENGTH) + LENGTH.length();
    return lines
        + new String(
            bytes(Integer.parseInt(lines.substring(length, lines.indexOf('\n', length)))),
            StandardCharsets.US_ASCII);
  }

  /** Reads so many bytes. */
  byte[] bytes(int count) throws IOException {
    byte[] read = input.readNBytes(count);
    if (read.length < count) {
      throw new IOException("the connection has ended");
    }
    return read;
  }

  /** Sends a request over a connection of its own, and tells which version has answered. */
  static String versionOnce(int port) throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.send(request("/predict"));
      String answer = client.answer();
      return answer.substring(answer.length() - 1);
    }
  }

  /** Whether the other side has closed the connection, after everything that it has sent was read. Waits for it. */
  boolean hasEnded() throws IOException {
    return input.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
