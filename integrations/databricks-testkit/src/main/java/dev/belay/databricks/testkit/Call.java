package dev.belay.databricks.testkit;

/**
 * One request, as it came.
 *
 * @param method such as {@code PUT}
 * @param path with its leading slash, as it was sent, without the query
 * @param authorization the header of that name, secret and all; empty if there was none
 * @param body the body, empty if there was none
 */
public record Call(String method, String path, String authorization, String body) {}
