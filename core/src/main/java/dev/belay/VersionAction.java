package dev.belay;

/** Something that the user does with one version, such as a warm-up call or its release. May wait. */
@FunctionalInterface
public interface VersionAction {

  /**
   * Does it.
   *
   * @param version the version
   * @throws Exception if it could not be done
   */
  void accept(ModelVersion version) throws Exception;
}
