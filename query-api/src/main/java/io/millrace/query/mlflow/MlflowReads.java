// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.query.http.QueryGate;
import io.millrace.query.mlflow.trace.TraceReader;
import io.millrace.query.write.ReadYourWrites;
import io.millrace.sql.query.QueryReader;
import java.time.Duration;
import java.util.List;

/**
 * What MLflow's clients and pages read (MLflow 3.17 and 3.18), each path under {@code /api} and
 * {@code /ajax-api}.
 */
public final class MlflowReads {
  /** Served under both; a path that is not there is told so in MLflow's way. */
  private static final List<String> ROOTS = List.of("/api", "/ajax-api");

  private static final List<String> VERSIONS = List.of("/2.0/mlflow/", "/3.0/mlflow/");

  private record Path(HttpMethod method, String path, MlflowRead read) {}

  private final List<Path> paths;

  private MlflowReads(QueryReader tables, long maxAnswerBytes) {
    TraceReader reader = new TraceReader(tables, maxAnswerBytes);
    TraceReads traces = new TraceReads(reader);
    String trace = "/3.0/mlflow/traces/{" + TraceReads.TRACE_ID + "}";
    paths =
        List.of(
            new Path(HttpMethod.GET, "/3.0/mlflow/traces/get", traces::get),
            new Path(HttpMethod.GET, "/3.0/mlflow/traces/batchGet", traces::batchGet),
            new Path(HttpMethod.POST, "/3.0/mlflow/traces/batchGetInfos", traces::batchGetInfos),
            new Path(HttpMethod.POST, "/3.0/mlflow/traces/search", new SearchTraces(reader)),
            new Path(HttpMethod.POST, "/3.0/mlflow/traces/metrics", new QueryMetrics(tables)),
            new Path(HttpMethod.GET, trace, traces::info),
            new Path(
                HttpMethod.GET,
                trace + "/assessments/{" + TraceReads.ASSESSMENT_ID + "}",
                traces::assessment),
            new Path(
                HttpMethod.GET,
                "/2.0/mlflow-artifacts/artifacts/{experiment_id}/traces/{"
                    + TraceReads.TRACE_ID
                    + "}/artifacts/traces.json",
                traces::file));
  }

  /**
   * Adds the paths to a server.
   *
   * @param gate that of all endpoints
   * @param maxAnswerBytes query-api.max-answer
   * @param readYourWritesWithin query-api.read-your-writes-within
   */
  public static void addTo(
      ServerBuilder server,
      QueryReader tables,
      QueryGate gate,
      MeterRegistry metrics,
      long maxAnswerBytes,
      Duration readYourWritesWithin) {
    ReadYourWrites writes = new ReadYourWrites(tables, readYourWritesWithin, metrics);
    for (String root : ROOTS) {
      for (Path each : new MlflowReads(tables, maxAnswerBytes).paths) {
        server.service(
            Route.builder().path(root + each.path).methods(each.method).build(),
            new MlflowService(each.path, each.read, writes, gate, metrics));
      }
      VERSIONS.forEach(
          version ->
              server.serviceUnder(
                  root + version,
                  (context, request) ->
                      MlflowProblem.noEndpoint(request.method() + " " + context.path())
                          .response()));
    }
  }
}
