package dev.belay.databricks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.target.SubmitResult;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The few requests to the control plane of one endpoint. Thread-safe. */
final class ServingApi {

  private final String path;
  private final Transport transport;
  private final AccessToken credential;
  private final AtomicBoolean closed;

  ServingApi(String endpoint, Transport transport, AccessToken credential, AtomicBoolean closed) {
    this.path = "/api/2.0/serving-endpoints/" + endpoint;
    this.transport = transport;
    this.credential = credential;
    this.closed = closed;
  }

  EndpointState read() throws UnavailableException {
    Reply reply = open(() -> transport.send(credential, "GET", path, Transport.JSON, null));
    if (reply instanceof Reply.Answer answer && answer.ok()) {
      try {
        return EndpointState.read(answer.body());
      } catch (UnreadableAnswerException e) {
        String story = "the endpoint could not be read: " + e.getMessage();
        throw new UnavailableException(new SubmitResult.Busy(story), story);
      }
    }
    throw new UnavailableException(Answers.ofRead(reply), Answers.story(reply));
  }

  Reply metrics() {
    return open(() -> transport.send(credential, "GET", path + "/metrics", "text/plain", null));
  }

  Reply update(ObjectNode config) {
    return open(() ->
        transport.send(credential, "PUT", path + "/config", Transport.JSON, config.toString()));
  }

  /** Sets a tag, which changes nothing else and restarts nothing. */
  Reply tag(String key, String value) {
    ObjectNode change = Json.object();
    change.putArray("add_tags").addObject().put("key", key).put("value", value);
    return open(() ->
        transport.send(credential, "PATCH", path + "/tags", Transport.JSON, change.toString()));
  }

  private Reply open(Supplier<Reply> request) {
    requireOpen(closed);
    return request.get();
  }

  static void requireOpen(AtomicBoolean closed) {
    if (closed.get()) {
      throw new IllegalStateException("the Databricks endpoint is closed");
    }
  }
}
