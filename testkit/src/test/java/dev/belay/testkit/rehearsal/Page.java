package dev.belay.testkit.rehearsal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A page as a browser has it: its elements and their texts. */
final class Page {

  private static final String DOCTYPE = "<!DOCTYPE html>\n";

  private final Document document;

  private Page(Document document) {
    this.document = document;
  }

  /** Reads it as XML, which fails if anything is not closed or not escaped. */
  static Page read(String html) throws Exception {
    assertTrue(html.startsWith(DOCTYPE), html);
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    byte[] bytes = html.substring(DOCTYPE.length()).getBytes(StandardCharsets.UTF_8);
    return new Page(factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes)));
  }

  List<Element> all(String name) {
    return elements(document.getElementsByTagName(name));
  }

  static List<Element> all(Element parent, String name) {
    return elements(parent.getElementsByTagName(name));
  }

  private static List<Element> elements(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }

  /** The text of an element and of all in it. */
  static String text(Element element) {
    return String.valueOf(element.getTextContent());
  }

  List<String> texts(String name) {
    return all(name).stream().map(Page::text).toList();
  }

  /** The figures of one kind of candidate, by their titles. */
  Element figure(int candidate, String title) {
    return all(all("section").get(candidate), "figure").stream()
        .filter(figure -> text(all(figure, "figcaption").get(0)).equals(title))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no figure " + title));
  }

  /** The lines of runs in a figure that are drawn in a style. */
  static List<Element> drawn(Element figure, String style) {
    return all(figure, "path").stream()
        .filter(path -> List.of(path.getAttribute("class").split(" ", -1)).contains(style))
        .toList();
  }
}
