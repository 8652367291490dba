package dev.belay.sequential;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads the test vectors: lines of words, {@code case} begins a new one, {@code #} is a comment. */
final class VectorFile {

  private VectorFile() {}

  /** One line: its first word, and the others. */
  record Line(String kind, List<String> words) {

    String word(int index) {
      return words.get(index);
    }

    double number(int index) {
      return Double.parseDouble(words.get(index));
    }
  }

  /** The line that begins a case, and those that belong to it. */
  record Case(Line head, List<Line> lines) {

    Stream<Line> all(String kind) {
      return lines.stream().filter(line -> line.kind().equals(kind));
    }

    Line only(String kind) {
      return all(kind).findFirst().orElseThrow();
    }

    @Override
    public String toString() {
      return String.join(" ", head.words());
    }
  }

  static Stream<Case> cases(String file) {
    List<Case> cases = new ArrayList<>();
    try (InputStream stream = Objects.requireNonNull(VectorFile.class.getResourceAsStream(file));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String text : reader.lines().filter(line -> !line.startsWith("#")).toList()) {
        List<String> words = List.of(text.split(" "));
        Line line = new Line(words.get(0), words.subList(1, words.size()));
        if (line.kind().equals("case")) {
          cases.add(new Case(line, new ArrayList<>()));
        } else {
          cases.get(cases.size() - 1).lines().add(line);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return cases.stream();
  }

  /** Requires {@code |got - want| <= tolerance * max(1, |want|)}, and equality of infinities. */
  static void assertNear(double want, double got, double tolerance, String what) {
    boolean near = want == got || Math.abs(got - want) <= tolerance * Math.max(1, Math.abs(want));
    if (!near) {
      throw new AssertionError(
          what + ": want " + want + ", got " + got + ", a difference of " + (got - want));
    }
  }
}
