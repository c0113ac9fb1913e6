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
import java.util.stream.Stream;

/** How long the query API takes to answer over very many spans. */
public final class QueryBench {
  private static final int WARM_UP = 3;
  private static final int TIMES = 20;

  /**
   * A question of the API, and how long it should take.
   *
   * @param paths each asks it in other words: what ClickHouse remembers of one is of no use then
   */
  private record Question(String name, List<String> paths, long aimMillis) {
    Question(String name, String path, long aimMillis) {
      this(name, List.of(path), aimMillis);
    }

    String path(int time) {
      return paths.get(time % paths.size());
    }
  }

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
    List<Map<String, Object>> some =
        writer.query(
            "SELECT trace_id, splitByChar(' ', input)[1] AS word, splitByChar(' ', input)[2] AS"
                + " other, attributes['request.id'] AS request FROM span_content"
                + " WHERE workspace = {workspace:String} AND trace_id >= '77' AND input != ''"
                + " ORDER BY trace_id LIMIT 1 BY trace_id LIMIT {times:UInt32}",
            Map.of("workspace", MadeUpSpans.WORKSPACE, "times", WARM_UP + TIMES));
    return List.of(
        new Question("overview, 30 days", "overview?", 300),
        new Question("trace by id", paths(some, "traces/%s?", "trace_id"), 100),
        new Question(
            "traces by attribute",
            paths(some, "traces?attribute=request.id%%3D%s", "request"),
            500),
        new Question("newest traces by a word", paths(some, "traces?q=%s", "word"), 500),
        new Question("traces by two words", paths(some, "traces?q=%s%%20%s", "word", "other"), 500),
        new Question("sessions, newest first", "sessions?", 300),
        new Question("traces, newest first", "traces?", 300),
        new Question("models, 30 days", "models?", 300),
        new Question("tools, 30 days", "tools?", 300));
  }

  private static List<String> paths(
      List<Map<String, Object>> rows, String form, String... columns) {
    return rows.stream()
        .map(row -> form.formatted(Stream.of(columns).map(row::get).toArray()))
        .toList();
  }

  private Timing time(Question question) throws IOException, InterruptedException {
    double[] millis = new double[TIMES];
    for (int i = -WARM_UP; i < TIMES; i++) {
      long start = System.nanoTime();
      ask(question.name(), question.path(WARM_UP + i));
      if (i >= 0) {
        millis[i] = (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
      }
    }
    Arrays.sort(millis);
    return new Timing(question.name(), millis[TIMES / 2], millis[TIMES - 2], question.aimMillis());
  }

  private void ask(String name, String path) throws IOException, InterruptedException {
    URI url = api.resolve("/api/v1/" + path + "&workspace=" + MadeUpSpans.WORKSPACE);
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(name + ": " + answer.statusCode() + " " + answer.body());
    }
  }
}
