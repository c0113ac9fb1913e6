// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.up.RunningMillrace;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real {@code mlflow} package and the frameworks that it instruments; {@code ./millrace test
 * mlflow}. One file of tests, {@code src/test/python}, passes against MLflow's server and against
 * Millrace: what it asks of a server is what MLflow's does.
 */
class MlflowClientIT {
  private static final Path TESTS = Path.of("src/test/python").toAbsolutePath();
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration STARTED_WITHIN = Duration.ofMinutes(5);
  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(2);

  private static final String COLUMNS =
      """
      SELECT count() AS traces, sum(llm_calls) AS llm_calls, sum(input_tokens) AS input_tokens,
          sum(output_tokens) AS output_tokens, sum(cache_read_tokens) AS cache_read_tokens,
          sum(cost_usd) AS cost_usd, sum(tool_calls) AS tool_calls, sum(tool_errors) AS tool_errors,
          groupUniqArrayArray(models) AS models, groupUniqArrayArray(sessions) AS sessions,
          groupUniqArrayArray(users) AS users
      FROM traces WHERE experiment_id = {experiment_id:String}""";

  private final String python = System.getenv("MILLRACE_TEST_PYTHON");

  @TempDir private Path folder;

  @Test
  void client_findsOfMlflowsServerWhatItsTestsSay() throws Exception {
    int port = freePort();
    URI server = URI.create("http://127.0.0.1:" + port);
    Process mlflow = start(mlflowServer(port), Map.of());
    try {
      await().atMost(STARTED_WITHIN).until(() -> isHealthy(server));

      assertThat(test(server, folder.resolve("truth"))).as("exit code of pytest").isZero();
    } finally {
      mlflow.descendants().forEach(ProcessHandle::destroy);
      mlflow.destroy();
    }
  }

  @Test
  void client_findsTheSameOfMillraceAndSqlTheTruth() throws Exception {
    Path truth = folder.resolve("truth");
    RunningMillrace millrace = RunningMillrace.shared();
    SoftAssertions seen = new SoftAssertions();
    seen.assertThat(test(millrace.bridgeHttp(), truth)).as("exit code of pytest").isZero();

    LogPrefix.now(Map.of("bootstrap.servers", millrace.endpoints().kafka()))
        .awaitShown(millrace.conformTarget().reader(), SHOWN_WITHIN);
    for (String line : Files.readAllLines(truth)) {
      JsonNode told = JSON.readTree(line);
      Map<String, Object> row =
          millrace
              .query(COLUMNS, Map.of("experiment_id", told.path("experiment_id").textValue()))
              .get(0);
      told.path("facts")
          .properties()
          .forEach(
              fact ->
                  seen.assertThat(plain(row.get(fact.getKey())))
                      .as("%s of %s", fact.getKey(), line)
                      .isEqualTo(plain(fact.getValue())));
    }
    seen.assertAll();
  }

  /** Numbers without trailing zeros, lists as JSON. */
  private static String plain(Object value) {
    if (value instanceof List<?> list) {
      return JSON.valueToTree(list).toString();
    }
    String text =
        value instanceof JsonNode json && json.isTextual() ? json.textValue() : value + "";
    return text.matches("[-\\d.E]+")
        ? new BigDecimal(text).stripTrailingZeros().toPlainString()
        : text;
  }

  private int test(URI server, Path truth) throws IOException, InterruptedException {
    Process tests =
        start(
            List.of("-m", "pytest", "-q", "-p", "no:cacheprovider", "test_mlflow_client.py"),
            Map.of(
                "MLFLOW_TRACKING_URI", server.toString(), "MILLRACE_TEST_TRUTH", truth.toString()));
    try (BufferedReader lines = tests.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(System.out::println);
    }
    return tests.waitFor();
  }

  private List<String> mlflowServer(int port) {
    return List.of(
        "-m",
        "mlflow",
        "server",
        "--host",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--workers",
        "1",
        "--backend-store-uri",
        "sqlite:///" + folder.resolve("mlflow.db"),
        "--artifacts-destination",
        folder.resolve("artifacts").toString());
  }

  private Process start(List<String> arguments, Map<String, String> environment)
      throws IOException {
    assertThat(python).as("MILLRACE_TEST_PYTHON: ./millrace test mlflow sets it").isNotNull();
    List<String> command = new ArrayList<>(List.of(python));
    command.addAll(arguments);
    ProcessBuilder process =
        new ProcessBuilder(command).directory(TESTS.toFile()).redirectErrorStream(true);
    if (environment.isEmpty()) {
      process.redirectOutput(folder.resolve("server.log").toFile());
    }
    process.environment().putAll(environment);
    process
        .environment()
        .putAll(
            Map.of(
                "HOME", folder.toString(), // CrewAI keeps files there
                "MLFLOW_DISABLE_TELEMETRY", "true",
                "MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false",
                "PYTHONDONTWRITEBYTECODE", "1"));
    Process started = process.start();
    // Its streams cannot be this JVM's: on those surefire speaks with Maven.
    started.getOutputStream().close();
    return started;
  }

  private static boolean isHealthy(URI server) throws InterruptedException {
    try {
      return HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(server.resolve("/health")).build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
