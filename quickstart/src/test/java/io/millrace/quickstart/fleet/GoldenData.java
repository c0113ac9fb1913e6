// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.fleet.FleetRequest;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.up.RunningMillrace;
import io.millrace.stream.MillraceJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A data folder that an earlier version has written while a fleet was half sent: log, tables, and a
 * savepoint as its newest checkpoint. A version that is to be an upgrade goes on from it.
 *
 * <p>Written anew by {@link #main}, for each release and whenever its layout changes before the
 * first one; at the latest 400 days after {@link #START}, when its clocks become implausible.
 */
final class GoldenData {
  static final String WORKSPACE = "golden";

  private static final String RESOURCE = "/golden-data.zip";
  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
  private static final long SEED = 11;
  private static final int SPANS = 900;

  /** The broker must not delete what is old when the test runs. */
  private static final Map<Setting, String> SETTINGS =
      Map.of(Setting.FLINK_PARALLELISM, "1", Setting.TOPICS_RAW_RETENTION, "3650d");

  /** What belongs to a run, not to the data; the engine's passwords are drawn anew. */
  private static final List<String> LEFT_OUT =
      List.of("log", "tmp", "lock", "state.json", "clickhouse-credentials");

  private static final Duration WITHIN = Duration.ofMinutes(2);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private GoldenData() {}

  /**
   * Writes it.
   *
   * @param arguments the file
   */
  public static void main(String[] arguments) throws Exception {
    DataFolder folder;
    // the embedded Flink takes no savepoints by REST
    try (RunningMillrace millrace = RunningMillrace.startLocalCluster(SETTINGS)) {
      folder = millrace.folder();
      send(millrace, requests(new Fleet(plan())).get(0));
      savepoint(millrace);
    }
    makeSavepointTheOnlyCheckpoint(folder);
    zip(folder.root(), Path.of(arguments[0]));
  }

  static FleetPlan plan() {
    return new FleetPlan(SEED, SPANS, 0, 0.2, 0.1, START, false);
  }

  /** The fleet in three parts, of which the first is in the data; complete truth is the fleet's. */
  static List<List<FleetRequest>> requests(Fleet fleet) {
    List<FleetRequest> all = new ArrayList<>();
    fleet.onTime().forEachRemaining(all::add);
    fleet.late().forEachRemaining(all::add);
    int third = all.size() / 3;
    return List.of(
        all.subList(0, third), all.subList(third, 2 * third), all.subList(2 * third, all.size()));
  }

  /** Sends, and waits until it is shown; returns spans that may be doubled. */
  static long send(RunningMillrace millrace, List<FleetRequest> requests) throws Exception {
    FleetSender sender =
        new FleetSender(millrace.bridgeHttp(), WORKSPACE, FleetSender.Options.DEFAULT);
    sender.send(requests.iterator());
    LogPrefix.now(Map.of("bootstrap.servers", millrace.endpoints().kafka()))
        .awaitShown(millrace.conformTarget().reader(), WITHIN);
    return sender.unsureSpans();
  }

  static void unpack(Path data) throws IOException {
    try (InputStream file = GoldenData.class.getResourceAsStream(RESOURCE);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = data.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(zip, target);
        }
      }
    }
  }

  /** By Flink's REST, as an operator would. */
  private static void savepoint(RunningMillrace millrace) throws Exception {
    String savepoints = "/jobs/" + MillraceJob.jobId(1) + "/savepoints";
    String target = millrace.folder().checkpointFolder().resolve("savepoints").toUri().toString();
    JsonNode asked =
        ask(
            HttpRequest.newBuilder(millrace.flink().resolve(savepoints))
                .header("content-type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"target-directory\":\"%s\"}".formatted(target))));
    URI state = millrace.flink().resolve(savepoints + "/" + asked.get("request-id").asText());
    long giveUpNanos = System.nanoTime() + WITHIN.toNanos();
    while (!ask(HttpRequest.newBuilder(state)).at("/status/id").asText().equals("COMPLETED")) {
      if (System.nanoTime() - giveUpNanos > 0) {
        throw new IOException("no savepoint within " + WITHIN);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static JsonNode ask(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    String body = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    return JsonMapper.builder().build().readTree(body);
  }

  /**
   * A savepoint names its files by where they are beside it; a checkpoint, where they once were.
   */
  private static void makeSavepointTheOnlyCheckpoint(DataFolder folder) throws IOException {
    Path job = folder.checkpointFolder().resolve(MillraceJob.jobId(1).toHexString());
    new DataFolder(job).delete();
    Files.createDirectories(job);
    Path savepoints = folder.checkpointFolder().resolve("savepoints");
    try (Stream<Path> made = Files.list(savepoints)) {
      Files.move(made.findFirst().orElseThrow(), job.resolve("chk-0"));
    }
    Files.delete(savepoints);
  }

  private static void zip(Path data, Path target) throws IOException {
    try (OutputStream out = Files.newOutputStream(target);
        ZipOutputStream zip = new ZipOutputStream(out);
        Stream<Path> files = Files.walk(data)) {
      zip.setLevel(9);
      for (Path file : files.sorted().toList()) {
        Path name = data.relativize(file);
        // the engine makes its links to a database's folder anew
        boolean left = Files.isSymbolicLink(file) || LEFT_OUT.contains(name.getName(0).toString());
        if (file.equals(data) || left) {
          continue;
        }
        boolean isFolder = Files.isDirectory(file);
        zip.putNextEntry(new ZipEntry(name + (isFolder ? "/" : "")));
        if (!isFolder) {
          Files.copy(file, zip);
        }
        zip.closeEntry();
      }
    }
  }
}
