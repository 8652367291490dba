package dev.belay.examples;

import dev.belay.examples.DataSet.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Made-up card payments: which ones are fraud depends on pairs of values, which a linear model cannot express. Some
 * payments come without the device they were made with.
 */
final class GeneratedRows {

  /** How many of the rows lack their device. */
  static final double MISSING_DEVICES = .04;

  /** How many of the labels are wrong, so that no model can be perfect. */
  private static final double WRONG_LABELS = .04;

  private static final int TRAINING = 8_000;
  private static final int SERVING = 4_000;
  private static final List<String> DEVICES = List.of("phone", "tablet", "desktop", "terminal");
  private static final List<String> COUNTRIES =
      List.of("AT", "BR", "CA", "DE", "FR", "IN", "JP", "KE", "MX", "US");

  private GeneratedRows() {}

  /**
   * Makes rows.
   *
   * @param seed the same seed makes the same rows
   */
  static DataSet create(long seed) {
    Random random = new Random(seed);
    return new DataSet(
        "fraud",
        "generated payments",
        List.of(
            Column.number("amount"),
            Column.number("hour"),
            Column.number("account-days"),
            Column.category("device"),
            Column.category("country")),
        rows(TRAINING, random),
        rows(SERVING, random));
  }

  private static List<Row> rows(int count, Random random) {
    List<Row> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      rows.add(row(random));
    }
    return rows;
  }

  private static Row row(Random random) {
    double amount = Math.exp(4 + 1.2 * random.nextGaussian());
    int hour = random.nextInt(24);
    int accountDays = random.nextInt(1_500);
    String device = DEVICES.get(random.nextInt(DEVICES.size()));
    String country = COUNTRIES.get(random.nextInt(COUNTRIES.size()));
    boolean night = hour < 6 || hour > 21;
    boolean fraud = (night && amount > 60)
        || (accountDays < 300 && !device.equals("terminal"))
        || (amount < 12 && device.equals("desktop"));
    boolean known = random.nextDouble() >= MISSING_DEVICES;
    boolean rightLabel = random.nextDouble() >= WRONG_LABELS;
    return new Row(
        List.of(
            String.format(Locale.ROOT, "%.2f", amount),
            Integer.toString(hour),
            Integer.toString(accountDays),
            known ? device : Row.MISSING,
            country),
        fraud == rightLabel ? "fraud" : "honest");
  }
}
