// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestorePointTest {
  private static final JobID JOB = new JobID();

  @TempDir Path directory;

  @Test
  void find_withoutCheckpoints_isEmpty() {
    assertThat(RestorePoint.find(directory.toUri(), JOB)).isEmpty();
  }

  @Test
  void find_takesTheHighestCompleteOneAndSweepsTheOthers() throws Exception {
    checkpoint("chk-9", true);
    checkpoint("chk-10", true);
    Path torn = checkpoint("chk-11", false);
    Files.createFile(torn.resolve("._metadata.inprogress.1234"));
    Files.createDirectories(directory.resolve(JOB.toHexString()).resolve("shared"));

    assertThat(RestorePoint.find(directory.toUri(), JOB))
        .hasValueSatisfying(path -> assertThat(path).endsWith("/chk-10"));
    assertThat(torn).doesNotExist();
    assertThat(directory.resolve(JOB.toHexString()).resolve("shared")).exists();
  }

  private Path checkpoint(String name, boolean complete) throws Exception {
    Path path = Files.createDirectories(directory.resolve(JOB.toHexString()).resolve(name));
    if (complete) {
      Files.createFile(path.resolve("_metadata"));
    }
    return path;
  }
}
