// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.stream.MillraceJob;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** How far the job's checkpoint at hand has come, as Flink's REST and metrics tell it. */
final class PendingCheckpoint {
  private static final String SOURCE_COUNTER = "flink_taskmanager_job_task_operator_numRecordsIn{";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final URI rest;
  private final URI metrics;

  PendingCheckpoint(URI rest, URI metrics) {
    this.rest = rest;
    this.metrics = metrics;
  }

  /**
   * Whether every subtask of a vertex has put its part into a checkpoint that is not complete.
   *
   * @param vertex the beginning of its name
   */
  boolean isFrozen(String vertex) throws IOException, InterruptedException {
    String job = "/jobs/" + MillraceJob.jobId(1);
    for (JsonNode checkpoint : get(job + "/checkpoints").path("history")) {
      if (checkpoint.path("status").asText().equals("IN_PROGRESS")) {
        JsonNode tasks =
            get(job + "/checkpoints/details/" + checkpoint.path("id").asText()).path("tasks");
        JsonNode task = tasks.path(vertexId(get(job), vertex));
        return task.path("num_subtasks").asInt(-1)
            == task.path("num_acknowledged_subtasks").asInt();
      }
    }
    return false;
  }

  private static String vertexId(JsonNode job, String name) {
    for (JsonNode vertex : job.path("vertices")) {
      if (vertex.path("name").asText().startsWith(name)) {
        return vertex.path("id").asText();
      }
    }
    throw new IllegalStateException("no vertex " + name + " in " + job.path("vertices"));
  }

  /** Records that the job has read from the raw topic since its start. */
  long recordsRead() throws IOException, InterruptedException {
    return send(metrics.resolve("/metrics"))
        .lines()
        .filter(line -> line.startsWith(SOURCE_COUNTER) && line.contains("span_source"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return json.readTree(send(rest.resolve(path)));
  }

  private String send(URI uri) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
