package dev.belay.databricks;

import dev.belay.databricks.EndpointState.Entity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks for what would get in the way of a rollout. Changes nothing. */
final class Preflight {

  private final List<Finding> findings = new ArrayList<>();

  private Preflight() {}

  static List<Finding> of(
      EndpointState state, ServedVersions served, ServedEntity candidate, boolean token) {
    Preflight preflight = new Preflight();
    preflight.checkEndpoint(state, token);
    preflight.checkEntities(state, served);
    preflight.checkCandidate(state, served, candidate);
    return List.copyOf(preflight.findings);
  }

  private void checkEndpoint(EndpointState state, boolean token) {
    if (!state.permission().isEmpty() && !state.permission().equals("CAN_MANAGE")) {
      error(
          "the credential may only " + state.permission(),
          "Grant CAN_MANAGE on the endpoint to the identity that manages it");
    }
    if (state.updating()) {
      error("an update is under way", "Wait until it has ended: there is one at a time");
    }
    if (state.updateFailed()) {
      warn("the last update came to nothing (" + state.update() + ")", "Read its logs first");
    }
    if (state.fallback()) {
      error(
          "failed requests fall back to another served entity",
          "Disable the fallback of the AI gateway: it hides the failures of the candidate");
    }
    if (state.creator().contains("@")) {
      warn(
          "the endpoint was created by a person, " + state.creator(),
          "Create it anew as a service principal: no update works, a retreat neither, once the creator loses a permission");
    }
    if (state.routeOptimized() && token) {
      warn(
          "the endpoint is route-optimized, and a token was configured instead of client credentials",
          "Query it with OAuth: personal access tokens are not accepted there, and its calls may have to go to its own address");
    }
  }

  private void checkEntities(EndpointState state, ServedVersions served) {
    served
        .foreign(state.active())
        .forEach(foreign -> error(
            "there is a served entity " + foreign,
            "Configure it or remove it: an update would destroy it, so none is sent"));
    for (Entity entity : state.active().entities().values()) {
      if (entity.external()) {
        warn(
            "'" + entity.name() + "' is an external model, whose secrets are not told",
            "Configure its secrets as references, so that updates send them again");
      }
    }
  }

  private void checkCandidate(EndpointState state, ServedVersions served, ServedEntity candidate) {
    if (candidate.scaleToZero()) {
      error(
          "'" + candidate.name() + "' may be scaled to zero",
          "Set scaleToZero to false: its capacity is not guaranteed, and its first calls wait");
    }
    Entity there = state.active().entities().get(candidate.name());
    if (there != null && there.failed()) {
      error("'" + candidate.name() + "' has failed: " + there.story(), "Read its logs");
    }
    @Nullable ServedEntity stable = null;
    for (ServedEntity entity : served.all()) {
      if (stable == null
          || state.active().percent(entity.name()) > state.active().percent(stable.name())) {
        stable = entity;
      }
    }
    if (stable != null
        && stable.concurrency() > 0
        && candidate.concurrency() > 0
        && candidate.concurrency() < stable.concurrency()) {
      error(
          "'" + candidate.name() + "' takes " + candidate.concurrency() + " requests at once, and '"
              + stable.name() + "' takes " + stable.concurrency(),
          "Make it as large: each has a capacity of its own, and would turn requests away");
    }
  }

  private void error(String what, String remedy) {
    findings.add(new Finding(Finding.Severity.ERROR, what, remedy));
  }

  private void warn(String what, String remedy) {
    findings.add(new Finding(Finding.Severity.WARNING, what, remedy));
  }
}
