// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.up.RunningMillrace;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bridge as a client of MLflow sees it, and the views behind it.
 *
 * @param workspace of all that is sent and asked
 */
record MlflowPort(RunningMillrace millrace, String workspace) {
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(60);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** The answer to what must be taken. */
  String ok(String method, String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(method, path, body);
    assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
    return answer.body();
  }

  HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(millrace.bridgeHttp().resolve(path))
            .header("x-mlflow-workspace", workspace)
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  /** Waits until the views show all that was sent. */
  void awaitShown() throws IOException, InterruptedException {
    LogPrefix.now(Map.of("bootstrap.servers", millrace.endpoints().kafka()))
        .awaitShown(millrace.conformTarget().reader(), SHOWN_WITHIN);
  }

  /** Columns of a trace's row, values as texts. */
  Map<String, String> trace(String traceId, String columns) {
    String sql =
        "SELECT %s FROM traces WHERE workspace = {workspace:String} AND trace_id = {trace:String}"
            .formatted(columns);
    Map<String, String> texts = new TreeMap<>();
    for (Map<String, Object> row :
        millrace.query(sql, Map.of("workspace", workspace, "trace", traceId))) {
      row.forEach((column, value) -> texts.put(column, value.toString()));
    }
    return texts;
  }
}
