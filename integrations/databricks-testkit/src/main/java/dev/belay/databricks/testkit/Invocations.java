package dev.belay.databricks.testkit;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Calls of the models. No lock is held while a model answers. Thread-safe. */
final class Invocations {

  private final Platform platform;
  private final Answers answers;
  private final Map<String, ServedModel> models = new ConcurrentHashMap<>();
  private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();

  Invocations(Platform platform, Answers answers) {
    this.platform = platform;
    this.answers = answers;
  }

  void model(String name, ServedModel model) {
    models.put(name, model);
  }

  void answerWith(int... next) {
    for (int status : next) {
      statuses.add(Require.status("status", status));
    }
  }

  /** Lets the split choose. */
  Reply invoke(String body) {
    return invoke(platform.draw(), body);
  }

  /** Calls one by its name, whatever the split. */
  Reply invoke(String name, String body) {
    if (!platform.serves(name)) {
      return Reply.of(Fault.NOT_FOUND, answers);
    }
    Integer status = statuses.poll();
    Reply reply = status == null ? ask(name, body) : Reply.of(status, prediction(name));
    return answers.namesTheAnswerer() ? reply.with("served-model-name", name) : reply;
  }

  private Reply ask(String name, String body) {
    try {
      return Reply.of(200, models.getOrDefault(name, any -> prediction(name)).answer(body));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.of(Fault.ERROR, "the platform is closing", answers);
    } catch (Exception e) {
      return Reply.of(Fault.ERROR, e.toString(), answers);
    }
  }

  private static String prediction(String name) {
    return "{\"predictions\":[\"" + name + "\"]}";
  }
}
