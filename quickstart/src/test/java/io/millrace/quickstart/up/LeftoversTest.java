// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.supervise.ProcessPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  @TempDir Path mine;
  @TempDir Path another;
  private Process child;

  @BeforeEach
  void prepare() {
    new DataFolder(mine).prepare();
    new DataFolder(another).prepare();
  }

  @AfterEach
  void endChild() {
    child.destroyForcibly();
  }

  @Test
  void childThatDoesNotEnd_isEndedByForce() throws Exception {
    child = stubbornChildOf(mine);

    Leftovers.await(new DataFolder(mine), Duration.ofMillis(100));

    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void childOfAnotherDataFolder_isLeftAlone() throws Exception {
    child = stubbornChildOf(another);

    Leftovers.await(new DataFolder(mine), Duration.ofMillis(100));

    assertThat(child.isAlive()).isTrue();
  }

  /** Stands for a JVM that hangs: only its arguments tell whose it is. */
  private static Process stubbornChildOf(Path root) throws IOException {
    Path logFile = new DataFolder(root).logFolder().resolve("broker.log");
    return new ProcessBuilder("sh", "-c", "read line; :", "sh", ProcessPlan.LOG_FILE_FLAG + logFile)
        .start();
  }
}
