package dev.belay.benchmarks.comparison;

import org.togglz.core.Feature;
import org.togglz.core.activation.GradualActivationStrategy;
import org.togglz.core.manager.FeatureManager;
import org.togglz.core.manager.FeatureManagerBuilder;
import org.togglz.core.repository.FeatureState;
import org.togglz.core.repository.mem.InMemoryStateRepository;
import org.togglz.core.user.SimpleFeatureUser;
import org.togglz.core.user.thread.ThreadLocalUserProvider;

/**
 * A Togglz feature with gradual activation, its state in memory. The user is bound to the thread and released, as a request
 * filter would do.
 */
final class TogglzChooser implements Chooser {

  private enum Models implements Feature {
    CANDIDATE
  }

  private final FeatureManager manager = new FeatureManagerBuilder()
      .featureEnum(Models.class)
      .stateRepository(new InMemoryStateRepository())
      .userProvider(new ThreadLocalUserProvider())
      .build();

  TogglzChooser() {
    manager.setFeatureState(new FeatureState(Models.CANDIDATE, true)
        .setStrategyId(GradualActivationStrategy.ID)
        .setParameter(GradualActivationStrategy.PARAM_PERCENTAGE, "10"));
  }

  @Override
  public boolean candidate(String key) {
    ThreadLocalUserProvider.bind(new SimpleFeatureUser(key));
    try {
      return manager.isActive(Models.CANDIDATE);
    } finally {
      ThreadLocalUserProvider.release();
    }
  }
}
