// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the {@code millrace} script says of missing and wrong tools: one line, exit code 1. */
class ScriptTest {
  private static final List<String> NEEDED =
      List.of(
          "bash", "sh", "dirname", "sed", "head", "find", "grep", "readlink", "ps", "mkdir", "cat");

  @TempDir Path folder;
  private Path home;
  private Path tools;

  private record Outcome(int exitCode, String output) {}

  /** A copy of the script in a checkout of nothing, and a PATH of nothing but what it needs. */
  @BeforeEach
  void prepare() throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    Files.copy(Path.of("..", "millrace"), home.resolve("millrace"));
    Files.createDirectories(home.resolve("quickstart/target"));
    Files.createDirectories(home.resolve("quickstart/src"));
    Files.writeString(home.resolve("pom.xml"), "");
    Files.writeString(home.resolve("quickstart/pom.xml"), "");
    tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : NEEDED) {
      Files.createSymbolicLink(tools.resolve(tool), whereIs(tool));
    }
  }

  @ParameterizedTest
  @CsvSource({"11", "16", "22", "25"})
  void wrongJava_isNamed(String version) throws Exception {
    fakeJava(version);

    assertOneLine(
        run("status"),
        "millrace: needs a JDK 17 to 21, found " + version + ": set JAVA_HOME to another");
  }

  @Test
  void noJava_isSaid() throws Exception {
    assertOneLine(
        run("status"), "millrace: needs a JDK 17 to 21, found none: install one, or set JAVA_HOME");
  }

  @Test
  void noMaven_isSaidWhereSomethingMustBeBuilt() throws Exception {
    fakeJava("17");

    assertOneLine(run("up"), "millrace: needs Maven 3.8 or later to build, found none");
  }

  @Test
  void runtimeWithoutCompiler_isSaid() throws Exception {
    fakeJava("17");
    fake("mvn", "echo 'Apache Maven 3.9.1'");

    assertOneLine(
        run("up"),
        "millrace: needs a JDK to build, found a runtime only: set JAVA_HOME to a JDK 17 to 21");
  }

  @Test
  void oldMaven_isNamed() throws Exception {
    fakeJava("17");
    fake("javac", "exit 0");
    fake("mvn", "echo 'Apache Maven 3.6.3'");

    assertOneLine(run("up"), "millrace: needs Maven 3.8 or later, found 3.6");
  }

  @Test
  void noNpm_isSaidWhereTheEngineMustBeInstalled() throws Exception {
    fakeJava("17");
    markBuilt();

    assertOneLine(run("up"), "millrace: needs Node 20.19 or later with npm, found none");
  }

  @Test
  void oldNode_isNamed() throws Exception {
    fakeJava("17");
    markBuilt();
    fake("npm", "exit 0");
    fake("node", "echo v18.20.1");

    assertOneLine(run("up"), "millrace: needs Node 20.19 or later, found 18.20");
  }

  @Test
  void build_underAMillraceThatRuns_isRefused() throws Exception {
    fakeJava("17");
    // what a running up looks like in the list of processes
    Process up =
        new ProcessBuilder(
                "sh",
                "-c",
                "read line; :",
                "sh",
                "-Dmillrace.home=" + home.toRealPath(),
                Millrace.class.getName(),
                "up")
            .start();
    try {
      Outcome outcome = run("up");

      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.output())
          .startsWith("millrace: the sources have changed")
          .contains("stop it first ('millrace down')")
          .hasLineCount(1);
    } finally {
      up.destroyForcibly();
    }
  }

  private void markBuilt() throws IOException {
    Path built = Files.writeString(home.resolve("quickstart/target/built"), "");
    Files.setLastModifiedTime(built, FileTime.fromMillis(System.currentTimeMillis() + 3_600_000));
  }

  /** Answers -version as a JVM does, and {@code install} to everything else. */
  private void fakeJava(String version) throws IOException {
    fake(
        "java",
        "[ \"$1\" = -version ] && echo 'openjdk version \"%s.0.1\"' >&2 || echo install"
            .formatted(version));
  }

  private void fake(String tool, String body) throws IOException {
    Path file = Files.writeString(tools.resolve(tool), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path whereIs(String tool) {
    return List.of("/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin").stream()
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("this test needs " + tool));
  }

  private Outcome run(String command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(home.toRealPath().resolve("millrace").toString(), command)
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", tools.toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), output.strip());
  }

  private static void assertOneLine(Outcome outcome, String line) {
    assertThat(outcome.output()).isEqualTo(line);
    assertThat(outcome.exitCode()).isEqualTo(1);
  }
}
