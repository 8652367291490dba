package dev.belay.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  @Test
  void generatesRowsUnlessAFolderIsNamed() {
    Options options = Options.parse();

    assertEquals(Strategy.CANARY, options.strategy());
    assertEquals(Target.ROUTER, options.target());
    assertEquals(Optional.empty(), options.data());
    assertTrue(options.rate() >= Options.MIN_RATE && options.rate() <= Options.MAX_RATE);
  }

  @Test
  void takesEachOptionWithItsValue(@TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve(AdultRows.TRAINING));
    Files.createFile(folder.resolve(AdultRows.SERVING));

    Options options = Options.parse(
        "--users",
        "7",
        "--data",
        folder.toString(),
        "--rate",
        "200",
        "--strategy",
        "combined",
        "--help");

    assertEquals(
        new Options(Strategy.COMBINED, Target.ROUTER, Optional.of(folder), 200, 7, true), options);
  }

  @ParameterizedTest
  @CsvSource({
    "--rate, 199, '--rate must be a whole number in [200, 3000], but was ''199'''",
    "--rate, 3001, '--rate must be a whole number in [200, 3000], but was ''3001'''",
    "--rate, many, '--rate must be a whole number in [200, 3000], but was ''many'''",
    "--users, 0, '--users must be a whole number in [1, 1000000], but was ''0'''",
    "--strategy, red, '--strategy must be one of canary, blue-green, combined, but was ''red'''",
    "--target, nginx, '--target must be one of router, haproxy, databricks, but was ''nginx'''",
    "--speed, 1, 'argument must be one of --strategy, --target, --data, --rate, --users, --help, but was ''--speed'''"
  })
  void namesTheArgumentItsRangeAndItsValue(String name, String value, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Options.parse(name, value))
            .getMessage());
  }

  @ParameterizedTest
  @EnumSource(
      value = Target.class,
      names = {"HAPROXY", "DATABRICKS"})
  void letsNobodyElseSplitTheTrafficButOfACanary(Target target) {
    assertEquals(target, Options.parse("--target", target.toString()).target());
    assertEquals(
        "--strategy must be canary with --target " + target + ", but was 'combined'",
        assertThrows(
                IllegalArgumentException.class,
                () -> Options.parse("--target", target.toString(), "--strategy", "combined"))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-folder", "", "\0"})
  void refusesAFolderWithoutTheFiles(String folder) {
    assertEquals(
        "--data must be a folder with adult-train.csv and adult-test.csv, but was '" + folder + "'",
        assertThrows(IllegalArgumentException.class, () -> Options.parse("--data", folder))
            .getMessage());
  }

  @Test
  void refusesAnOptionWithoutItsValue() {
    assertThrows(IllegalArgumentException.class, () -> Options.parse("--data"));
    assertThrows(IllegalArgumentException.class, () -> Options.parse("--rate"));
    assertThrows(IllegalArgumentException.class, () -> Options.parse("--strategy"));
  }
}
