package dev.belay.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that hides nothing: one connection, kept alive, with what the system says about it. */
final class RawClient implements Closeable {

  private static final int PATIENCE_MILLIS = 30_000;
  private static final String HEAD_ENDS = "\r\n\r\n";
  private static final String LENGTH = "content-length: ";

  final Socket socket;
  private final URI address;

  RawClient(URI address) throws IOException {
    this.address = address;
    socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  void post(String body) throws IOException {
    String request = "POST " + address.getPath() + " HTTP/1.1\r\nHost: " + address.getHost()
        + "\r\nContent-Length: " + body.length() + HEAD_ENDS + body;
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  /** The next byte, or -1 at the end of the stream. */
  int read() throws IOException {
    return socket.getInputStream().read();
  }

  /** Reads the head of an answer; the length of its body. */
  int head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf(HEAD_ENDS) < 0) {
      int next = read();
      if (next < 0) {
        throw new IOException("no head, but " + head);
      }
      head.append((char) next);
    }
    String lines = head.toString().toLowerCase(Locale.ROOT);
    if (!lines.startsWith("http/1.1 200 ")) {
      throw new IOException(lines);
    }
    int from = lines.indexOf(LENGTH) + LENGTH.length();
    return Integer.parseInt(lines.substring(from, lines.indexOf("\r\n", from)));
  }

  String body(int length) throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readNBytes(length), StandardCharsets.US_ASCII);
  }

  String answer() throws IOException {
    return body(head());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
