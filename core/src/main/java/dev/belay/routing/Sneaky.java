package dev.belay.routing;

/** Throws on, from another thread or stage, exactly what the user's call threw and declared. */
final class Sneaky {

  private Sneaky() {}

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <E extends Throwable> E as(Throwable failure) throws E {
    throw (E) failure;
  }
}
