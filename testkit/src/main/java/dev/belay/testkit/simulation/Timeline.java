package dev.belay.testkit.simulation;

import dev.belay.Rollout;
import dev.belay.RolloutListener;
import dev.belay.health.Evaluation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps some hundred points of a rollout, however long it lasts: when there are too many, every other one goes. */
final class Timeline implements RolloutListener {

  private static final int MOST_POINTS = 600;

  private final List<TimelinePoint> points = new ArrayList<>();
  private Duration distance = Duration.ZERO;
  private Duration next = Duration.ZERO;
  private @Nullable TimelinePoint last;

  @Override
  public void onEvaluation(Rollout rollout, Evaluation evaluation) {
    Duration at = Duration.between(rollout.state().startedAt(), evaluation.at());
    TimelinePoint point = new TimelinePoint(
        at,
        rollout.state().split().basisPoints(rollout.candidate()),
        evaluation.rollbackEvidence(),
        evaluation.promotionEvidence(),
        evaluation.candidate().all().requests(),
        evaluation.candidate().all().failures());
    last = point;
    if (at.compareTo(next) < 0) {
      return;
    }
    points.add(point);
    if (points.size() == MOST_POINTS) {
      thinOut();
    }
    next = at.plus(distance);
  }

  private void thinOut() {
    for (int i = points.size() - 1; i > 0; i -= 2) {
      points.remove(i);
    }
    distance = points.get(points.size() - 1).at().dividedBy(points.size());
  }

  /** The points that are left, and always the last one: the evaluation that decided. */
  List<TimelinePoint> points() {
    List<TimelinePoint> kept = new ArrayList<>(points);
    if (last != null && !last.equals(points.get(points.size() - 1))) {
      kept.add(last);
    }
    return List.copyOf(kept);
  }
}
