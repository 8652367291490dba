package dev.belay;

import dev.belay.strategy.Course;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** A strategy of which nothing matters but what it is going to do. */
public record CourseOnly(Course course) implements RolloutStrategy {

  /** Takes shares in basis points one after the other, everything at the end, and bakes for ten minutes. */
  public static CourseOnly through(int... shares) {
    List<Course.Leg> legs = IntStream.of(shares)
        .mapToObj(share -> new Course.Leg(share, Duration.ZERO, 0, false))
        .toList();
    return new CourseOnly(new Course(legs, false, BasisPoints.WHOLE, Duration.ofMinutes(10)));
  }

  /** Takes one share of a kind of its own first. */
  static CourseOnly through(Course.Leg... legs) {
    return new CourseOnly(
        new Course(List.of(legs), false, BasisPoints.WHOLE, Duration.ofMinutes(10)));
  }

  CourseOnly baking(Duration bake) {
    return new CourseOnly(new Course(course.legs(), course.paced(), course.cutover(), bake));
  }

  CourseOnly cuttingOverTo(int share) {
    return new CourseOnly(new Course(course.legs(), course.paced(), share, course.bake()));
  }

  CourseOnly paced() {
    return new CourseOnly(new Course(course.legs(), true, course.cutover(), course.bake()));
  }

  @Override
  public String name() {
    return "course";
  }

  @Override
  public RolloutState begin(RolloutContext context, Instant now) {
    return RolloutState.first(context, now);
  }

  @Override
  public Transition decide(RolloutContext context, RolloutState state, Input input, Instant now) {
    return Transition.stay(state, "never");
  }
}
