// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.up.RunningMillrace;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The OpenTelemetry Java SDK, told by its standard environment variables alone where Millrace is.
 */
class StockExporterIT {
  private static final int SPANS = 4;
  private static final long AGENT_SECONDS_AT_MOST = 60;

  private final RunningMillrace millrace = RunningMillrace.shared();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "http/protobuf, none, stock-http",
    "http/protobuf, gzip, stock-http-gzip",
    "grpc, none, stock-grpc",
    "grpc, gzip, stock-grpc-gzip"
  })
  void stockExporter_needsOnlyItsEnvironment(String protocol, String compression, String workspace)
      throws Exception {
    runAgent(
        Map.of(
            "OTEL_SERVICE_NAME",
            "planner-service",
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            (protocol.equals("grpc") ? millrace.bridgeGrpc() : millrace.bridgeHttp()).toString(),
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            protocol,
            "OTEL_EXPORTER_OTLP_COMPRESSION",
            compression,
            "OTEL_EXPORTER_OTLP_HEADERS",
            "x-mlflow-workspace=" + workspace + ",x-mlflow-experiment-id=7"));

    Ledger.awaitSpans(millrace, workspace, SPANS, 0);
    assertTrace(workspace);
    assertSpans(workspace);
    assertMinutes(workspace);
  }

  private void runAgent(Map<String, String> environment) throws Exception {
    Path output = folder.resolve("agent.log");
    ProcessBuilder agent =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            StockAgent.class.getName());
    agent.environment().keySet().removeIf(name -> name.startsWith("OTEL_"));
    agent.environment().putAll(environment);
    Process process = agent.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(AGENT_SECONDS_AT_MOST, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    // An exporter that cannot deliver says so on its log and nowhere else.
    assertThat(output).content().doesNotContain("Failed to export");
  }

  private void assertTrace(String workspace) {
    Map<String, Object> trace =
        row(
            "SELECT name, service_name, agent_name, experiment_id, session_id, user_id,"
                + " root_seen, toInt64(span_count) AS span_count, toInt64(llm_calls) AS llm_calls,"
                + " toInt64(llm_errors) AS llm_errors, toInt64(tool_calls) AS tool_calls,"
                + " input_tokens, cache_read_tokens, output_tokens, cost_usd, models, tools"
                + " FROM traces WHERE workspace = {workspace:String}",
            workspace);

    assertThat(trace)
        .containsEntry("name", "invoke_agent planner")
        .containsEntry("service_name", "planner-service")
        .containsEntry("agent_name", "planner")
        .containsEntry("experiment_id", "7")
        .containsEntry("session_id", "session-1")
        .containsEntry("user_id", "user-1")
        .containsEntry("root_seen", true)
        .containsEntry("span_count", 4L)
        .containsEntry("llm_calls", 1L)
        .containsEntry("llm_errors", 1L)
        .containsEntry("tool_calls", 1L)
        .containsEntry("input_tokens", 1000L)
        .containsEntry("cache_read_tokens", 400L)
        .containsEntry("output_tokens", 50L)
        .containsEntry("models", List.of("gpt-4o-mini"))
        .containsEntry("tools", List.of("get_weather"));
    // 600 fresh tokens at 0.15, 400 cached at 0.075, 50 written at 0.60 USD per million
    assertThat((BigDecimal) trace.get("cost_usd")).isEqualByComparingTo("0.00015");
  }

  private void assertSpans(String workspace) {
    assertThat(
            row(
                "SELECT arraySort(groupArray((toString(kind), toString(status), error_type))) AS spans"
                    + " FROM spans WHERE workspace = {workspace:String}",
                workspace))
        .containsEntry(
            "spans",
            List.of(
                List.of("AGENT", "UNSET", ""),
                List.of("LLM", "ERROR", "java.lang.IllegalStateException"),
                List.of("LLM", "UNSET", ""),
                List.of("TOOL", "UNSET", "")));
    assertThat(
            row(
                "SELECT groupUniqArray(resource['telemetry.sdk.language']) AS languages"
                    + " FROM span_content WHERE workspace = {workspace:String}",
                workspace))
        .containsEntry("languages", List.of("java"));
  }

  private void assertMinutes(String workspace) {
    assertThat(
            row(
                "SELECT sum(calls) AS calls, sum(errors) AS errors, sum(input_tokens) AS input"
                    + " FROM usage_1m WHERE workspace = {workspace:String}"
                    + " AND user_id = 'user-1' AND agent_name = 'planner'",
                workspace))
        .isEqualTo(Map.of("calls", 2L, "errors", 1L, "input", 1000L));
  }

  private Map<String, Object> row(String sql, String workspace) {
    List<Map<String, Object>> rows = millrace.query(sql, Map.of("workspace", workspace));
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }
}
