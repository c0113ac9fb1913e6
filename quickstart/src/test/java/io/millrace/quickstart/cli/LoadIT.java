// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.up.RunningMillrace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code load} says right where it is, and wrong where one request of many was lost. */
class LoadIT {
  private final RunningMillrace millrace = RunningMillrace.shared();
  private final StringWriter errors = new StringWriter();

  @Test
  void load_ofLateAndDoubledSpans_isRight() {
    assertThat(load("--late", "0.1", "--double", "0.2")).as(errors.toString()).isEqualTo(0);
  }

  @Test
  void load_throughABridgeThatLosesARequest_isWrong() throws Exception {
    try (LossyBridge lossy = new LossyBridge(millrace.bridgeHttp())) {
      assertThat(load("--endpoint", lossy.url(), "--wait", "8", "--workspace", "load-lost"))
          .isEqualTo(ExitCode.FAILED);
    }
  }

  @Test
  void load_intoAWorkspaceWithData_isRefused() {
    assertThat(load("--workspace", "load-used")).as(errors.toString()).isEqualTo(0);
    assertThat(load("--workspace", "load-used")).isEqualTo(ExitCode.USAGE);
    assertThat(errors.toString()).contains("workspace load-used has data already");
  }

  @Test
  void demo_isSentAndShown() {
    assertThat(execute(List.of("demo"))).as(errors.toString()).isEqualTo(0);

    assertThat(
            millrace.query(
                "SELECT count() > 100 AS shown, max(start_time) > now() - INTERVAL 10 MINUTE AS fresh"
                    + " FROM traces WHERE workspace = 'demo'"))
        .extracting(row -> row.get("shown").toString() + row.get("fresh"))
        .containsExactly("11");
  }

  private int load(String... arguments) {
    List<String> all = new ArrayList<>(List.of("load", "--spans", "1000", "--seed", "11"));
    all.addAll(List.of(arguments));
    return execute(all);
  }

  private int execute(List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--data", millrace.folder().root().toString()));
    CommandLine command = Millrace.commandLine();
    command.setErr(new PrintWriter(errors, true));
    return command.execute(all.toArray(String[]::new));
  }
}
