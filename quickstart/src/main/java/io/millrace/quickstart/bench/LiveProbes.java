// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.benchmarks.truth.Sql;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Times what people wait for: a trace from its export into the live stream of the query API, an
 * assessment from its request into a SELECT. Nothing else is sent meanwhile.
 */
final class LiveProbes {
  private static final Logger log = LoggerFactory.getLogger(LiveProbes.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long POLL_EVERY_MILLIS = 25;
  private static final long GIVE_UP_AFTER_SECONDS = 120;
  private static final String DATA = "data:";
  private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI bridge;
  private final URI api;
  private final Sql sql;
  private final BenchPlan plan;
  private final String workspace;

  LiveProbes(URI bridge, URI api, Sql sql, BenchPlan plan, String workspace) {
    this.bridge = bridge;
    this.api = api;
    this.sql = sql;
    this.plan = plan;
    this.workspace = workspace;
  }

  /** Export to server-sent event. */
  BenchResult.Times streamed() throws IOException, InterruptedException {
    ProbeTimes times = new ProbeTimes(plan.probes());
    URI live = api.resolve("/api/v1/live/traces?workspace=" + workspace);
    try (InputStream events =
        client.send(HttpRequest.newBuilder(live).build(), BodyHandlers.ofInputStream()).body()) {
      new Thread(() -> watch(events, times), "live-stream").start();
      ProbeSender sender = new ProbeSender(bridge, workspace);
      bySchedule(
          probe -> {
            times.sent(probe);
            sender.send(probe);
          });
      requireAll(times.await(GIVE_UP_AFTER_SECONDS), "traces came by the live stream");
    }
    return times.times();
  }

  private static void watch(InputStream events, ProbeTimes times) {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(events, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(DATA)) {
          String name = JSON.readTree(line.substring(DATA.length())).path("name").asText();
          times.seen(Integer.parseInt(name));
        }
      }
    } catch (IOException ended) {
      log.debug("the live stream has ended", ended);
    }
  }

  /** Request to SELECT. */
  BenchResult.Times assessed() throws IOException, InterruptedException {
    ProbeTimes times = new ProbeTimes(plan.probes());
    Thread watcher = new Thread(() -> poll(times), "assessments");
    watcher.start();
    bySchedule(
        probe -> {
          times.sent(probe);
          assess(probe);
        });
    requireAll(times.await(GIVE_UP_AFTER_SECONDS), "assessments came into SQL");
    watcher.join();
    return times.times();
  }

  private void assess(int probe) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(bridge.resolve("/api/v1/traces/" + TRACE_ID + "/assessments"))
            .header("x-mlflow-workspace", workspace)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString("{\"name\": \"%d\", \"value\": true}".formatted(probe)))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("an assessment is answered " + answer.statusCode());
    }
  }

  private void poll(ProbeTimes times) {
    long giveUpNanos =
        System.nanoTime()
            + plan.probeEvery().multipliedBy(plan.probes()).toNanos()
            + TimeUnit.SECONDS.toNanos(GIVE_UP_AFTER_SECONDS);
    try {
      while (!times.allSeen() && System.nanoTime() < giveUpNanos) {
        for (Map<String, Object> row :
            sql.query(
                "SELECT name FROM annotations WHERE workspace = {workspace:String}",
                Map.of("workspace", workspace))) {
          times.seen(Integer.parseInt(row.get("name").toString()));
        }
        TimeUnit.MILLISECONDS.sleep(POLL_EVERY_MILLIS);
      }
    } catch (IOException e) {
      log.warn("assessments cannot be asked for: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What sends one. */
  private interface Probe {
    void send(int number) throws IOException, InterruptedException;
  }

  /** By the clock, whatever has arrived: else they would keep step with the checkpoints. */
  private void bySchedule(Probe probe) throws IOException, InterruptedException {
    long startNanos = System.nanoTime();
    for (int i = 0; i < plan.probes(); i++) {
      long dueNanos = startNanos + plan.probeEvery().toNanos() * i;
      TimeUnit.NANOSECONDS.sleep(dueNanos - System.nanoTime());
      probe.send(i);
    }
  }

  private static void requireAll(boolean all, String what) throws IOException {
    if (!all) {
      throw new IOException("not all " + what);
    }
  }
}
