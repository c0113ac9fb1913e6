// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildProcessTest {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ChildProcess child =
      new ChildProcess(new PrintStream(output, true, UTF_8), System.err);
  private final List<String> closed = new ArrayList<>();

  @Test
  void announcements_areTheLinesTheSupervisorReads() {
    child.listening("kafka", "127.0.0.1:9092");
    child.ready();

    assertThat(output.toString(UTF_8)).isEqualTo("listening kafka 127.0.0.1:9092\nready\n");
  }

  @Test
  void closeAll_closesTheLastOpenedFirstAndOnlyOnce() {
    child.closeAtEnd(() -> closed.add("first"));
    child.closeAtEnd(() -> closed.add("second"));

    child.closeAll();
    child.closeAll();

    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void closeAll_goesOnAfterAPartThatDoesNotClose() {
    child.closeAtEnd(() -> closed.add("first"));
    child.closeAtEnd(
        () -> {
          throw new IOException("stuck");
        });

    child.closeAll();

    assertThat(closed).containsExactly("first");
  }
}
