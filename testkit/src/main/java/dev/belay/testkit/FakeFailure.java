package dev.belay.testkit;

import dev.belay.ModelVersion;

/** A call of a fake model that failed because its script says so. */
public final class FakeFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient ModelVersion version;
  private final transient FailureKind kind;

  FakeFailure(ModelVersion version, FailureKind kind, String cause) {
    super(version + " failed with " + kind + ": " + cause);
    this.version = version;
    this.kind = kind;
  }

  /**
   * Returns the version that failed. Not kept when the exception is serialized.
   *
   * @return the version
   */
  public ModelVersion version() {
    return version;
  }

  /**
   * Returns how it failed. Not kept when the exception is serialized.
   *
   * @return the kind
   */
  public FailureKind kind() {
    return kind;
  }
}
