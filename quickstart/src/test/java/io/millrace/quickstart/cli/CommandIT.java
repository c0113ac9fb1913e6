// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.quickstart.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The command as a user types it, in processes of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandIT {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(30);

  private Path data;

  /** What a command printed, both streams as they came, and its exit code. */
  private record Outcome(int exitCode, String output) {}

  @BeforeAll
  void makeDataFolder() throws IOException {
    Path target = Files.createDirectories(Path.of("target", "millrace").toAbsolutePath());
    data = Files.createTempDirectory(target, "command");
  }

  @AfterAll
  void down() throws Exception {
    run("down");
  }

  @Test
  @Order(1)
  void up_detached_returnsWhenEverythingAnswers() throws Exception {
    Outcome up = run("up", "-d");

    assertThat(up.exitCode()).as(up.output()).isZero();
    assertThat(up.output())
        .contains("kafka", "clickhouse", "schema-registry", "bridge-http", "flink", "query-api")
        .contains("ready after", "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:")
        .contains("'millrace down' stops");
  }

  @Test
  @Order(2)
  void status_tellsEachServiceAndItsHealth() throws Exception {
    Outcome status = run("status", "--json");

    JsonNode json = JsonMapper.builder().build().readTree(status.output());
    assertThat(status.exitCode()).as(status.output()).isZero();
    assertThat(json.path("healthy").asBoolean()).isTrue();
    assertThat(json.path("services")).hasSize(10);
    assertThat(json.path("services"))
        .allSatisfy(service -> assertThat(service.path("pid").asLong()).isPositive());
  }

  @Test
  @Order(3)
  void up_again_isRefusedAndHarmsNothing() throws Exception {
    Outcome up = run("up", "-d");

    assertThat(up.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(up.output()).contains("is in use by another millrace");
    assertThat(run("status").exitCode()).isZero();
  }

  @Test
  @Order(4)
  void send_isVisibleInSql() throws Exception {
    Outcome sent =
        run("send", REPOSITORY.resolve("corpus/openhands").toString(), "--workspace", "typed");

    assertThat(sent.exitCode()).as(sent.output()).isZero();
    assertThat(sent.output()).contains("/v1/traces 1", "refused 0 requests");
    awaitTyped();
  }

  @Test
  @Order(5)
  void sql_mayOnlyRead() throws Exception {
    Outcome drop = run("sql", "DROP TABLE span_rows");

    assertThat(drop.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run("sql", "SELECT 1", "--format", "NoSuch").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  @Order(6)
  void up_afterItsSupervisorWasKilled_goesOn() throws Exception {
    long supervisor =
        JsonMapper.builder()
            .build()
            .readTree(data.resolve("state.json").toFile())
            .path("supervisor")
            .path("pid")
            .asLong();

    ProcessHandle.of(supervisor).orElseThrow().destroyForcibly();

    await().until(() -> run("status").exitCode() == ExitCode.NOT_RUNNING);
    Outcome up = run("up", "-d");
    assertThat(up.exitCode()).as(up.output()).isZero();
    awaitTyped();
  }

  @Test
  @Order(7)
  void down_stops() throws Exception {
    assertThat(run("down").exitCode()).isZero();

    assertThat(run("status").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
    assertThat(run("down").output()).contains("nothing runs on");
  }

  private void awaitTyped() {
    await()
        .atMost(VISIBLE_WITHIN)
        .untilAsserted(
            () ->
                assertThat(
                        run(
                                "sql",
                                "SELECT sum(input_tokens), sum(output_tokens) FROM traces"
                                    + " WHERE workspace = 'typed'",
                                "--format",
                                "TSV")
                            .output()
                            .strip())
                    .isEqualTo("1380\t325"));
  }

  private Outcome run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dmillrace.home=" + REPOSITORY,
            Millrace.class.getName()));
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("--data", data.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    for (Setting setting : Setting.values()) {
      if (setting.key().endsWith("port")) {
        builder.environment().put(setting.environmentVariable(), "0");
      }
    }
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), output);
  }
}
