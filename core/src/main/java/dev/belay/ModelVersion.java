package dev.belay;

import dev.belay.text.Printable;
import java.util.regex.Pattern;

/**
 * The name of one model artefact: opaque and immutable.
 *
 * <p>Belay never looks into a version. It does not train, compare or choose models; it only moves traffic between names.
 *
 * @param model the model, 1 to 128 characters out of letters, digits and {@code . _ - + : @ /}, beginning with a letter or
 *     a digit
 * @param version the version of the model, in the same form
 */
public record ModelVersion(String model, String version) {

  static final String NAME_RANGE =
      "1 to 128 characters out of A-Z a-z 0-9 . _ - + : @ /, beginning with a letter or a digit";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+:@/-]{0,127}");

  /**
   * Checks the names.
   *
   * @param model the model
   * @param version the version of the model
   * @throws IllegalArgumentException if a name is not in the documented form
   */
  public ModelVersion {
    requireName("model", model);
    requireName("version", version);
  }

  /**
   * Names a version.
   *
   * @param model the model
   * @param version the version of the model
   * @return the version
   * @throws IllegalArgumentException if a name is not in the documented form
   */
  public static ModelVersion of(String model, String version) {
    return new ModelVersion(model, version);
  }

  static String requireName(String argument, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          argument + " must be " + NAME_RANGE + ", but was '" + printable(value) + "'");
    }
    return value;
  }

  /** A name is ASCII: everything else is what is wrong with it. */
  private static String printable(String value) {
    return Printable.shown(value).replaceAll("[^\\x20-\\x7E]", "?");
  }

  /** Returns {@code model:version}. */
  @Override
  public String toString() {
    return model + ":" + version;
  }
}
