package dev.belay.testkit.rehearsal;

/**
 * A plot with what is said of it.
 *
 * @param title what it shows
 * @param svg the plot
 * @param note what else there is to know, empty if nothing
 */
record Figure(String title, String svg, String note) {

  void writeTo(Markup out) {
    out.open("figure").element("figcaption", title).newline().raw(svg);
    if (!note.isEmpty()) {
      out.element("p", note, "class", "note");
    }
    out.close("figure").newline();
  }
}
