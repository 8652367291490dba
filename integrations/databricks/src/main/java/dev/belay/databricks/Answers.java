package dev.belay.databricks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.target.SubmitResult;
import java.util.Locale;
import java.util.Optional;

/** What an answer of the platform means for what was asked. */
final class Answers {

  private Answers() {}

  /** What came of an update. A state that does not allow it is for the caller to look into. */
  static SubmitResult ofUpdate(Reply reply) {
    if (reply instanceof Reply.Answer answer) {
      return answer.ok() ? new SubmitResult.Accepted() : failed(answer, true);
    }
    if (reply instanceof Reply.NoAnswer lost) {
      return new SubmitResult.Unknown(lost.reason());
    }
    return notSent(reply);
  }

  /** What it means that the endpoint could not be read: nothing was changed, so nothing is unknown. */
  static SubmitResult ofRead(Reply reply) {
    if (reply instanceof Reply.Answer answer) {
      return answer.ok()
          ? new SubmitResult.Busy("the endpoint could not be read")
          : failed(answer, false);
    }
    if (reply instanceof Reply.NoAnswer lost) {
      return new SubmitResult.Busy("the endpoint could not be read: " + lost.reason());
    }
    return notSent(reply);
  }

  /** Whether an update was turned down because of the state of the endpoint, which may be that it is being updated. */
  static boolean isInvalidState(Reply reply) {
    return reply instanceof Reply.Answer answer
        && answer.status() == 400
        && code(answer).equals("INVALID_STATE");
  }

  static String story(Reply reply) {
    if (reply instanceof Reply.Answer answer) {
      return words(answer);
    }
    if (reply instanceof Reply.NoAnswer lost) {
      return lost.reason();
    }
    return reply instanceof Reply.NoToken token ? token.reason() : ((Reply.NotSent) reply).reason();
  }

  private static SubmitResult notSent(Reply reply) {
    if (reply instanceof Reply.NoToken token && token.forGood()) {
      return new SubmitResult.Refused("the credential is not accepted: " + token.reason());
    }
    return new SubmitResult.Busy("nothing was sent: " + story(reply));
  }

  private static SubmitResult failed(Reply.Answer answer, boolean update) {
    String words = words(answer);
    return switch (answer.status()) {
      case 409, 429, 503 -> new SubmitResult.Busy(words, answer.retryAfter());
      case 401 -> new SubmitResult.Refused("the credential is not accepted: " + words);
      case 403 -> new SubmitResult.Refused(permission(words));
      case 404 -> new SubmitResult.Refused("there is no such endpoint: " + words);
      default -> other(answer, update, words);
    };
  }

  private static SubmitResult other(Reply.Answer answer, boolean update, String words) {
    if (answer.status() >= 500) {
      return update ? new SubmitResult.Unknown(words) : new SubmitResult.Busy(words);
    }
    if (answer.status() < 400) {
      return new SubmitResult.Refused(
          "a redirect is not followed, the token would go along: " + words);
    }
    return new SubmitResult.Refused(words);
  }

  private static String permission(String words) {
    return words.toLowerCase(Locale.ROOT).contains("creator")
        ? "the recorded creator of the endpoint has lost a permission, so that nobody can update it: "
            + words
        : "the credential lacks a permission, CAN_MANAGE is needed: " + words;
  }

  private static String code(Reply.Answer answer) {
    return error(answer).map(node -> Json.text(node, "error_code")).orElse("");
  }

  private static String words(Reply.Answer answer) {
    String said = error(answer)
        .map(node -> (Json.text(node, "error_code") + " " + Json.text(node, "message")).strip())
        .orElse("");
    return "HTTP " + answer.status() + (said.isEmpty() ? "" : " " + said);
  }

  private static Optional<JsonNode> error(Reply.Answer answer) {
    try {
      return Optional.of(Json.parse(answer.safeBody()));
    } catch (UnreadableAnswerException e) {
      // A proxy answers in HTML; the status says enough.
      return Optional.empty();
    }
  }
}
