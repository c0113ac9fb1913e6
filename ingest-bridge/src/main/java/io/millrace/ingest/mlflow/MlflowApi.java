// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.ingest.config.LimitsConfig;
import io.millrace.ingest.experiment.ExperimentSource;
import io.millrace.ingest.read.Questions;
import io.millrace.ingest.receive.Admission;
import io.millrace.ingest.receive.Receiver;
import io.millrace.ingest.receive.RefusedException;
import io.millrace.ingest.write.LogWriter;
import io.millrace.ingest.write.RecordMaker;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * The paths of MLflow's tracking protocol by which its clients write: experiments, trace infos,
 * spans as artifacts, tags, assessments. Spans over OTLP come by the same path as everyone's. What
 * is acknowledged is in Kafka. {@code millrace_bridge_mlflow_seconds} times them by operation and
 * outcome.
 */
public final class MlflowApi {
  /**
   * The version whose protocol this speaks. Clients send spans over OTLP to a server that says 3.4
   * or later.
   */
  static final String VERSION = "3.17.2";

  private static final List<String> PREFIXES = List.of("/api/", "/ajax-api/");
  private static final List<String> EVERY_VERSION = List.of("2.0", "3.0");
  private static final List<String> VERSION_3 = List.of("3.0");
  private static final List<String> VERSION_2 = List.of("2.0");

  private static final String EXPERIMENTS = "/mlflow/experiments/";
  private static final String TRACES = "/mlflow/traces";
  private static final String TRACE = TRACES + "/{trace_id}";
  private static final String ASSESSMENT = TRACE + "/assessments/{assessment_id}";
  private static final String ARTIFACT =
      "/mlflow-artifacts/artifacts/{experiment_id}/traces/{trace_id}/artifacts/traces.json";

  private final LogWriter log;
  private final Admission admission;
  private final MeterRegistry metrics;
  private final Clock clock;
  private final LimitsConfig limits;
  private final List<Path> paths = new ArrayList<>();

  private record Path(
      HttpMethod method,
      List<String> versions,
      String path,
      String name,
      int maxBodyBytes,
      MlflowOperation operation) {}

  /** What it needs of the bridge. */
  public record Parts(
      RecordMaker records,
      LogWriter log,
      Receiver receiver,
      ExperimentSource experiments,
      Questions questions,
      Admission admission,
      MeterRegistry metrics,
      Clock clock,
      LimitsConfig limits) {}

  /** The paths of a bridge. */
  public MlflowApi(Parts parts) {
    this.log = parts.log();
    this.admission = parts.admission();
    this.metrics = parts.metrics();
    this.clock = parts.clock();
    this.limits = parts.limits();
    addExperiments(new ExperimentOperations(parts.records(), parts.experiments()));
    addTraces(
        new TraceOperations(parts.records()),
        new TraceDeletes(parts.records(), parts.log(), parts.questions()));
    addAssessments(new AssessmentOperations(parts.records(), parts.questions()));
    ArtifactOperations artifacts = new ArtifactOperations(parts.receiver());
    paths.add(
        new Path(
            HttpMethod.PUT,
            VERSION_2,
            ARTIFACT,
            "put_spans",
            limits.maxBodyBytes(),
            artifacts::put));
  }

  private void addExperiments(ExperimentOperations experiments) {
    add(HttpMethod.GET, EXPERIMENTS + "get-by-name", "get_experiment", experiments::getByName);
    add(HttpMethod.GET, EXPERIMENTS + "get", "get_experiment", experiments::get);
    add(HttpMethod.GET, EXPERIMENTS + "search", "search_experiments", experiments::search);
    add(HttpMethod.POST, EXPERIMENTS + "search", "search_experiments", experiments::search);
    add(HttpMethod.POST, EXPERIMENTS + "create", "create_experiment", experiments::create);
    add(HttpMethod.POST, EXPERIMENTS + "update", "change_experiment", experiments::rename);
    add(HttpMethod.POST, EXPERIMENTS + "delete", "change_experiment", experiments::delete);
    add(HttpMethod.POST, EXPERIMENTS + "restore", "change_experiment", experiments::restore);
    add(HttpMethod.POST, EXPERIMENTS + "set-experiment-tag", "change_experiment", experiments::tag);
    add(
        HttpMethod.POST,
        EXPERIMENTS + "delete-experiment-tag",
        "change_experiment",
        experiments::untag);
  }

  private void addTraces(TraceOperations traces, TraceDeletes deletes) {
    // Version 2 has another call at this path: a client that is told that it is not there goes on.
    paths.add(
        new Path(
            HttpMethod.POST,
            VERSION_3,
            TRACES,
            "put_trace_info",
            limits.maxRecordBytes(),
            traces::start));
    add(HttpMethod.PATCH, TRACE + "/tags", "change_tags", traces::tag);
    add(HttpMethod.DELETE, TRACE + "/tags", "change_tags", traces::untag);
    add(HttpMethod.POST, TRACES + "/delete-traces", "delete_traces", deletes::delete);
    add(HttpMethod.POST, TRACES + "/link-to-run", "link_traces", traces::linkToRun);
  }

  private void addAssessments(AssessmentOperations assessments) {
    add(HttpMethod.POST, TRACE + "/assessments", "create_assessment", assessments::create);
    add(HttpMethod.PATCH, ASSESSMENT, "change_assessment", assessments::change);
    add(HttpMethod.DELETE, ASSESSMENT, "delete_assessment", assessments::delete);
  }

  private void add(HttpMethod method, String path, String name, MlflowOperation operation) {
    paths.add(new Path(method, EVERY_VERSION, path, name, limits.maxRecordBytes(), operation));
  }

  /** Whether MLflow's clients ask for this path. */
  public static boolean owns(String path) {
    return PREFIXES.stream()
        .anyMatch(
            prefix ->
                EVERY_VERSION.stream().anyMatch(version -> path.startsWith(prefix + version)));
  }

  /** Adds the paths to a server. */
  public void addTo(ServerBuilder server) {
    for (Path path : paths) {
      MlflowService service = new MlflowService(path.name, path.operation, path.maxBodyBytes, this);
      for (String prefix : PREFIXES) {
        for (String version : path.versions) {
          server.service(
              Route.builder().path(prefix + version + path.path).methods(path.method).build(),
              service);
        }
      }
    }
    server.service(get("/version"), (context, request) -> text(VERSION));
    server.service(get("/health"), (context, request) -> text("OK"));
    for (String prefix : PREFIXES) {
      server.service(get(prefix + "3.0/mlflow/server-info"), (context, request) -> serverInfo());
    }
  }

  private static Route get(String path) {
    return Route.builder().path(path).methods(HttpMethod.GET).build();
  }

  private static HttpResponse text(String text) {
    return HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, text);
  }

  /** A client whose user names a workspace asks whether there are any. */
  private static HttpResponse serverInfo() {
    ObjectNode info =
        JsonNodeFactory.instance
            .objectNode()
            .put("store_type", "SqlStore")
            .put("workspaces_enabled", true)
            .put("trace_archival_enabled", false)
            .put("multipart_uploads_enabled", false)
            .put("multipart_downloads_enabled", false)
            .put("presigned_upload_run_id_supported", false)
            .put("presigned_upload_model_id_supported", false);
    info.putObject("features_enabled").put("gateway", false);
    return HttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, info.toString());
  }

  Admission admission() {
    return admission;
  }

  Clock clock() {
    return clock;
  }

  /** Completes when Kafka has acknowledged every record. */
  CompletableFuture<MlflowAnswer> publish(MlflowAnswer answer) {
    return answer.records().isEmpty()
        ? CompletableFuture.completedFuture(answer)
        : log.publish(answer.records()).thenApply(places -> answer);
  }

  void count(String operation, RefusedException refusal, Duration took) {
    String outcome = refusal == null ? "accepted" : refusal.kind().name().toLowerCase(Locale.ROOT);
    metrics
        .timer("millrace.bridge.mlflow", "operation", operation, "outcome", outcome)
        .record(took);
  }
}
