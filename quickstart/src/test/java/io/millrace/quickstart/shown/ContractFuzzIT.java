// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.up.RunningMillrace;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The query API asked what its contract lets one think of, by schemathesis: no 5xx, and no answer
 * that the contract does not name; {@code ./millrace test fuzz}. {@code -Dmillrace.fuzz.examples=N}
 * asks each operation N times, {@code -Dmillrace.fuzz.seed=S} the same as before; after {@code
 * -Dmillrace.fuzz.seconds} it ends.
 */
class ContractFuzzIT {
  private static final Path CORPUS = Path.of("..", "corpus");
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(60);

  /** A machine that fuzzes is busy: what it answers late is no error of the contract. */
  private static final Map<Setting, String> PATIENT =
      Map.of(Setting.QUERY_API_MAX_CONCURRENT_QUERIES, "16");

  /** Not unsupported_method: the HTTP server itself refuses QUERY, which it does not know. */
  private static final String CHECKS =
      "not_a_server_error,status_code_conformance,content_type_conformance,"
          + "response_headers_conformance,response_schema_conformance,"
          + "missing_required_header";

  @Test
  void answers_areThoseOfTheContract() throws Exception {
    long seed = Long.getLong("millrace.fuzz.seed", new Random().nextInt(Integer.MAX_VALUE));
    try (RunningMillrace millrace = RunningMillrace.start(PATIENT)) {
      for (String client : List.of("openhands", "strands")) {
        millrace.send(CORPUS.resolve(client), ReplayPlan.into("default"));
      }
      LogPrefix.now(Map.of("bootstrap.servers", millrace.endpoints().kafka()))
          .awaitShown(millrace.conformTarget().reader(), SHOWN_WITHIN);

      assertThat(fuzz(millrace.http(Setting.QUERY_API_PORT), seed))
          .as("exit code of schemathesis, seed %d", seed)
          .isZero();
    }
  }

  private static int fuzz(URI api, long seed) throws IOException, InterruptedException {
    Process running =
        new ProcessBuilder(
                "schemathesis",
                "run",
                api.resolve("/openapi.yaml").toString(),
                "--url",
                api.toString(),
                // Its answer has no end.
                "--exclude-path",
                "/api/v1/live/traces",
                "--checks",
                CHECKS,
                "--max-examples",
                System.getProperty("millrace.fuzz.examples", "40"),
                "--max-time",
                System.getProperty("millrace.fuzz.seconds", "1200"),
                "--seed",
                Long.toString(seed),
                "--phases",
                "examples,coverage,fuzzing",
                "--continue-on-failure",
                "--request-timeout",
                "60",
                "--no-color")
            .redirectErrorStream(true)
            .start();
    // Its streams cannot be this JVM's: on those surefire speaks with Maven.
    running.getOutputStream().close();
    try (BufferedReader lines = running.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(System.out::println);
    }
    return running.waitFor();
  }
}
