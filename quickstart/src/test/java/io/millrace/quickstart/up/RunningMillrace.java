// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import io.millrace.benchmarks.truth.Sql;
import io.millrace.quickstart.conform.Conformance;
import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.data.ProcessState;
import io.millrace.quickstart.replay.Capture;
import io.millrace.quickstart.replay.Replay;
import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.quickstart.settings.ClickHouseAccounts;
import io.millrace.quickstart.settings.Endpoints;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.quickstart.supervise.StartException;
import io.millrace.quickstart.supervise.SupervisorListener;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.SqlReader;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole Millrace for tests, started by the code of {@code up}: real engines in child processes,
 * on free ports and a data folder of its own. {@link #shared()} is started once for all tests of a
 * JVM, which keep apart by workspaces; a test that kills or stops anything starts its own.
 */
public final class RunningMillrace implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunningMillrace.class);

  /** Of the module: surefire and failsafe run in its folder. */
  private static final Path TARGET = Path.of("target", "millrace").toAbsolutePath();

  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(60);

  private static RunningMillrace shared;

  private final LocalMillrace millrace;
  private final ClickHouseEndpoint readerEndpoint;
  private final SqlReader reader;

  private RunningMillrace(LocalMillrace millrace) {
    this.millrace = millrace;
    try {
      this.readerEndpoint =
          millrace.settings().isEmpty(Setting.CLICKHOUSE_URL)
              ? ClickHouseAccounts.embeddedReader(
                  endpoints().clickHouse(), millrace.settings(), millrace.folder())
              : ClickHouseAccounts.external(millrace.settings());
      this.reader = new SqlReader(readerEndpoint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one of this JVM; it is stopped when the JVM ends. */
  public static synchronized RunningMillrace shared() {
    if (shared == null) {
      shared = start(Map.of());
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "stop-millrace"));
    }
    return shared;
  }

  /**
   * Starts another one on a new data folder.
   *
   * @param settings beside free ports and test defaults
   */
  public static RunningMillrace start(Map<Setting, String> settings) {
    try {
      Files.createDirectories(TARGET);
      return start(Files.createTempDirectory(TARGET, "data"), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts every part as a process of its own, on a new data folder. */
  public static RunningMillrace startLocalCluster(Map<Setting, String> settings) {
    try {
      Files.createDirectories(TARGET);
      return start(Layout.LOCAL_CLUSTER, Files.createTempDirectory(TARGET, "data"), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one on a data folder that may have been used before. */
  public static RunningMillrace start(Path data, Map<Setting, String> settings) {
    return start(Layout.QUICK_START, data, settings);
  }

  private static RunningMillrace start(Layout layout, Path data, Map<Setting, String> settings) {
    try {
      Map<Setting, String> all = new EnumMap<>(Setting.class);
      FreePorts.all().forEach(port -> all.put(port, "0"));
      all.putAll(settings);
      return new RunningMillrace(
          LocalMillrace.start(
              layout,
              Settings.load(Optional.empty(), System.getenv(), all),
              new DataFolder(data),
              Path.of("engine").toAbsolutePath(),
              new LoggingListener()));
    } catch (StartException e) {
      throw new IllegalStateException(e.getMessage() + "; logs in " + data.resolve("log"), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Millrace started", e);
    }
  }

  /** OTLP over HTTP, e.g. http://127.0.0.1:43180. */
  public URI bridgeHttp() {
    return http(Setting.BRIDGE_HTTP_PORT);
  }

  /** Sends an OTLP request of traces to a workspace, once, and returns the status. */
  public int export(String workspace, ExportTraceServiceRequest request)
      throws IOException, InterruptedException {
    HttpRequest post =
        HttpRequest.newBuilder(bridgeHttp().resolve("/v1/traces"))
            .header("content-type", "application/x-protobuf")
            .header("x-mlflow-workspace", workspace)
            .POST(BodyPublishers.ofByteArray(request.toByteArray()))
            .build();
    return HttpClient.newHttpClient().send(post, BodyHandlers.discarding()).statusCode();
  }

  /** What listens on the port of a setting. */
  public URI http(Setting port) {
    return URI.create("http://127.0.0.1:" + port(port));
  }

  /** OTLP over gRPC, e.g. http://127.0.0.1:43170. */
  public URI bridgeGrpc() {
    return URI.create("http://127.0.0.1:" + port(Setting.BRIDGE_GRPC_PORT));
  }

  /** /metrics, /healthz and /readyz of the bridge. */
  public URI bridgeMetrics() {
    return URI.create("http://127.0.0.1:" + port(Setting.BRIDGE_METRICS_PORT));
  }

  /** Flink's REST. */
  public URI flink() {
    return URI.create("http://127.0.0.1:" + port(Setting.FLINK_PORT));
  }

  /** Kafka, the schema registry and ClickHouse. */
  public Endpoints endpoints() {
    return Endpoints.of(millrace.settings());
  }

  public DataFolder folder() {
    return millrace.folder();
  }

  /** The account of the engine that may do everything: for a test that meddles with the tables. */
  public ClickHouseEndpoint writerEndpoint() throws IOException {
    return ClickHouseAccounts.writer(millrace.settings(), millrace.folder());
  }

  /** The account that may only read: for what asks in SQL and is no Java. */
  public ClickHouseEndpoint readerEndpoint() {
    return readerEndpoint;
  }

  /** A query as the reader's account. */
  public List<Map<String, Object>> query(String sql) {
    return query(sql, Map.of());
  }

  /** A query with parameters, written {@code {name:Type}} in it. */
  public List<Map<String, Object>> query(String sql, Map<String, Object> parameters) {
    try {
      return reader.query(sql, parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** This one as the target of a conformance run. */
  public Conformance.Target conformTarget() {
    return new Conformance.Target(
        bridgeHttp(),
        bridgeGrpc(),
        Map.of("bootstrap.servers", endpoints().kafka()),
        reader,
        VISIBLE_WITHIN);
  }

  /** Asks as the reader's account. */
  public Sql sql() {
    return reader::query;
  }

  /** Replays a folder of captured requests as {@code millrace send} does. */
  public Replay.Result send(Path capture, ReplayPlan plan) {
    try {
      return send(Capture.read(capture), plan);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replays captured requests as {@code millrace send} does. */
  public Replay.Result send(Capture capture, ReplayPlan plan) {
    try {
      return new Replay(bridgeHttp(), bridgeGrpc(), log::info).send(capture, plan);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending", e);
    }
  }

  /** A child process as its supervisor sees it: broker, clickhouse or pipeline. */
  public ProcessState process(String name) {
    return millrace.state().processes().stream()
        .filter(process -> process.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** {@code kill -9} of a child process, which the supervisor starts again. */
  public void kill(String name) {
    process(name).process().find().orElseThrow().destroyForcibly();
  }

  private int port(Setting setting) {
    return millrace.settings().number(setting);
  }

  @Override
  public void close() {
    reader.close();
    millrace.close();
  }

  private static final class LoggingListener implements SupervisorListener {
    @Override
    public void answers(String process, String service, String address, Duration sinceStart) {
      log.info("{} answers on {} after {}", service, address, sinceStart);
    }

    @Override
    public void died(String process, int exitCode, String lastError, Duration wait) {
      log.info("{} died with exit code {}: {}", process, exitCode, lastError);
    }

    @Override
    public void changed(List<ProcessState> processes) {
      // Tests ask for the state when they need it.
    }
  }
}
