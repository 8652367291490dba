package dev.belay.examples;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What the demo was asked for.
 *
 * @param strategy how the versions are rolled out
 * @param target what splits the traffic
 * @param data the folder with the rows to replay, empty to generate them
 * @param rate requests per second
 * @param users how many users there are
 * @param help whether to explain the options and do nothing
 */
record Options(
    Strategy strategy, Target target, Optional<Path> data, int rate, int users, boolean help) {

  static final int MIN_RATE = 200;
  static final int MAX_RATE = 3_000;
  static final int MIN_USERS = 1;
  static final int MAX_USERS = 1_000_000;

  static final String USAGE = """
      Options:%n\
        --strategy S   how to roll out: %s; default %s%n\
        --target T     what splits the traffic: %s; default %s%n\
                       haproxy has to be installed, databricks is a fake of it;%n\
                       both know the canary alone%n\
        --data DIR     replay real rows: a folder with %s and %s%n\
                       (UCI Adult); default: generated rows%n\
        --rate N       requests per second, %d to %d; default %d%n\
        --users N      how many users send them, %d to %d; default %d%n\
        --help         show this\
      """.formatted(
          Words.all(Strategy.class),
          defaults().strategy(),
          Words.all(Target.class),
          defaults().target(),
          AdultRows.TRAINING,
          AdultRows.SERVING,
          MIN_RATE,
          MAX_RATE,
          defaults().rate(),
          MIN_USERS,
          MAX_USERS,
          defaults().users());

  private static Options defaults() {
    return new Options(Strategy.CANARY, Target.ROUTER, Optional.empty(), 1_000, 5_000, false);
  }

  /**
   * Parses the command line.
   *
   * @throws IllegalArgumentException if an argument is not known or out of range
   */
  static Options parse(String... arguments) {
    Options options = defaults();
    Iterator<String> rest = List.of(arguments).iterator();
    while (rest.hasNext()) {
      options = options.with(rest.next(), rest);
    }
    if (options.target != Target.ROUTER && options.strategy != Strategy.CANARY) {
      throw new IllegalArgumentException("--strategy must be " + Strategy.CANARY + " with --target "
          + options.target + ", but was '" + options.strategy + "'");
    }
    return options;
  }

  private Options with(String name, Iterator<String> rest) {
    return switch (name) {
      case "--help" -> new Options(strategy, target, data, rate, users, true);
      case "--strategy" ->
        new Options(
            Words.parse(Strategy.class, name, value(rest)), target, data, rate, users, help);
      case "--target" ->
        new Options(
            strategy, Words.parse(Target.class, name, value(rest)), data, rate, users, help);
      case "--data" ->
        new Options(strategy, target, Optional.of(folder(value(rest))), rate, users, help);
      case "--rate" ->
        new Options(
            strategy, target, data, number(name, value(rest), MIN_RATE, MAX_RATE), users, help);
      case "--users" ->
        new Options(
            strategy, target, data, rate, number(name, value(rest), MIN_USERS, MAX_USERS), help);
      default ->
        throw new IllegalArgumentException(
            "argument must be one of --strategy, --target, --data, --rate, --users, --help, but was '"
                + name + "'");
    };
  }

  private static String value(Iterator<String> rest) {
    return rest.hasNext() ? rest.next() : "";
  }

  private static Path folder(String value) {
    try {
      Path folder = Path.of(value);
      if (!value.isBlank()
          && Files.isReadable(folder.resolve(AdultRows.TRAINING))
          && Files.isReadable(folder.resolve(AdultRows.SERVING))) {
        return folder;
      }
    } catch (InvalidPathException notEvenAPath) {
      // The message below says what is wanted.
    }
    throw new IllegalArgumentException("--data must be a folder with " + AdultRows.TRAINING
        + " and " + AdultRows.SERVING + ", but was '" + value + "'");
  }

  private static int number(String name, String value, int least, int most) {
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // The message below says what is wanted.
    }
    throw new IllegalArgumentException(
        name + " must be a whole number in [" + least + ", " + most + "], but was '" + value + "'");
  }
}
