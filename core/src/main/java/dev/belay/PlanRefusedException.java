package dev.belay;

import java.util.stream.Collectors;

/** A plan was refused at the start, because its {@linkplain PlanCheck check} has errors. */
public final class PlanRefusedException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final transient PlanCheck check;

  /**
   * Refuses a plan.
   *
   * @param check a check with at least one error; their messages become the message
   */
  public PlanRefusedException(PlanCheck check) {
    super(check.errors().stream()
        .map(error -> error.trap() + ": " + error.message())
        .collect(Collectors.joining("\n")));
    this.check = check;
  }

  /**
   * Returns why the plan was refused. Not kept when the exception is serialized.
   *
   * @return the check
   */
  public PlanCheck check() {
    return check;
  }
}
