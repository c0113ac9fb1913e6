// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.bench;

import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** How long the query API takes to answer over very many spans. */
public final class QueryBench {
  private static final int WARM_UP = 3;

  /** A question of the API, and how long it should take. */
  private record Question(String name, String path, long aimMillis) {}

  /** How long it took: of 20 times, the middle one and the second worst. */
  public record Timing(String question, double medianMillis, double p95Millis, long aimMillis) {
    /** A line of a table. */
    public String line() {
      return String.format(
          Locale.ROOT,
          "%-34s %8.0f ms %8.0f ms   aim %d ms",
          question,
          medianMillis,
          p95Millis,
          aimMillis);
    }
  }

  private static final int TIMES = 20;

  private final SqlReader writer;
  private final URI api;
  private final Consumer<String> progress;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A bench of the API at an address, whose tables this account may write. */
  public QueryBench(SqlReader writer, URI api, Consumer<String> progress) {
    this.writer = writer;
    this.api = api;
    this.progress = progress;
  }

  /** Fills the tables. */
  public void fill(long spans) throws IOException, InterruptedException {
    new MadeUpSpans(writer, spans, System.currentTimeMillis(), progress).fill();
  }

  /** Asks what the tables were filled for. */
  public List<Timing> measure() throws IOException, InterruptedException {
    List<Timing> timings = new ArrayList<>();
    for (Question question : questions()) {
      timings.add(time(question));
      progress.accept(timings.get(timings.size() - 1).line());
    }
    return timings;
  }

  private List<Question> questions() throws IOException {
    Map<String, Object> some =
        writer
            .query(
                "SELECT trace_id, splitByChar(' ', input)[1] AS word, splitByChar(' ', input)[2] AS"
                    + " other, attributes['request.id'] AS request FROM span_content"
                    + " WHERE workspace = {workspace:String} AND trace_id >= '77' AND input != ''"
                    + " ORDER BY trace_id LIMIT 1",
                Map.of("workspace", MadeUpSpans.WORKSPACE))
            .get(0);
    return List.of(
        new Question("overview, 30 days", "overview?", 300),
        new Question("trace by id", "traces/" + some.get("trace_id") + "?", 100),
        new Question(
            "traces by attribute", "traces?attribute=request.id%3D" + some.get("request"), 500),
        new Question("newest traces by a word", "traces?q=" + some.get("word"), 500),
        new Question(
            "traces by two words", "traces?q=" + some.get("word") + "%20" + some.get("other"), 500),
        new Question("sessions, newest first", "sessions?", 300),
        new Question("traces, newest first", "traces?", 300),
        new Question("models, 30 days", "models?", 300),
        new Question("tools, 30 days", "tools?", 300));
  }

  private Timing time(Question question) throws IOException, InterruptedException {
    double[] millis = new double[TIMES];
    for (int i = -WARM_UP; i < TIMES; i++) {
      long start = System.nanoTime();
      ask(question);
      if (i >= 0) {
        millis[i] = (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
      }
    }
    Arrays.sort(millis);
    return new Timing(question.name(), millis[TIMES / 2], millis[TIMES - 2], question.aimMillis());
  }

  private void ask(Question question) throws IOException, InterruptedException {
    URI url = api.resolve("/api/v1/" + question.path() + "&workspace=" + MadeUpSpans.WORKSPACE);
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(question.name() + ": " + answer.statusCode() + " " + answer.body());
    }
  }
}
