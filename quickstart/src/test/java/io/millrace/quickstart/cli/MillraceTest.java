// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MillraceTest {
  @TempDir Path folder;
  private final StringWriter errors = new StringWriter();

  @Test
  void help_namesEveryCommandAndTheExitCodes() {
    String help = Millrace.commandLine().getUsageMessage();

    assertThat(help)
        .contains("up", "down", "status", "send", "sql", "scrub", "demo", "load", "bench")
        .contains("test", "Exit codes: 0 done")
        .doesNotContain("engine");
  }

  @Test
  void status_ofNothing_isThree() {
    assertThat(execute("status", "--data", folder.toString())).isEqualTo(ExitCode.NOT_RUNNING);
    assertThat(errors.toString()).contains("no millrace runs on " + folder);
  }

  @Test
  void down_ofNothing_isDone() {
    assertThat(execute("down", "--data", folder.toString())).isEqualTo(ExitCode.OK);
  }

  @Test
  void wrongOption_isTwo() {
    assertThat(execute("status", "--dat", folder.toString())).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void wrongSetting_isTwoAndOneLine() throws IOException {
    Path config = Files.writeString(folder.resolve("millrace.yaml"), "flink: {prot: 8081}");

    assertThat(execute("status", "--config", config.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(errors.toString().strip())
        .startsWith("millrace: unknown setting 'flink.prot'")
        .endsWith("did you mean 'flink.port'?")
        .doesNotContain("\n");
  }

  @Test
  void up_onTheFolderOfANewerMillrace_isOneLine() throws IOException {
    Files.writeString(folder.resolve("format"), "99");

    assertThat(execute("up", "--data", folder.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(errors.toString()).contains("has format 99");
  }

  @Test
  void send_ofNoCapture_isOneLine() {
    assertThat(execute("send", folder.toString(), "--data", folder.toString()))
        .isEqualTo(ExitCode.FAILED);
    assertThat(errors.toString()).contains("holds no captured request");
  }

  private int execute(String... arguments) {
    CommandLine millrace = Millrace.commandLine();
    millrace.setErr(new PrintWriter(errors, true));
    return millrace.execute(arguments);
  }
}
