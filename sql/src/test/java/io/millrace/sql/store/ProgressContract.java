// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import static io.millrace.sql.store.SampleRows.progress;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Progress names a prefix that every sink subtask has written. */
interface ProgressContract extends StoreTests {
  @Test
  default void progress_isTheLeastOverTheSubtasks() throws Exception {
    store().insert(progress(GEN, "least", 1, 2, 0, 50), progress(GEN, "least", 1, 2, 1, 40));

    assertThat(store().columns("SELECT * FROM progress WHERE topic = 'least'"))
        .isEqualTo(
            """
            topic=least
            partition=1
            next_offset=40
            committed_time=2026-11-21 10:20:31.123456789
            """);
  }

  @Test
  default void progress_growsWithTheOffsetsAndNeverGoesBack() throws Exception {
    store().insert(progress(GEN, "grows", 1, 1, 0, 90), progress(GEN, "grows", 1, 1, 0, 80));

    assertThat(nextOffset("grows")).isEqualTo("90\n");
  }

  @Test
  default void progress_isUnknownUntilAllSubtasksHaveWritten() throws Exception {
    store().insert(progress(GEN, "unknown", 1, 2, 1, 40));

    assertThat(nextOffset("unknown")).isEmpty();
  }

  @Test
  default void progress_afterARescaleKeepsToTheOldEpochUntilTheNewOneIsComplete() throws Exception {
    store()
        .insert(
            progress(GEN, "rescale", 1, 2, 0, 50),
            progress(GEN, "rescale", 1, 2, 1, 40),
            progress(GEN, "rescale", 2, 3, 0, 70),
            progress(GEN, "rescale", 2, 3, 1, 60));
    assertThat(nextOffset("rescale")).isEqualTo("40\n");

    store().insert(progress(GEN, "rescale", 2, 3, 2, 80));

    assertThat(nextOffset("rescale")).isEqualTo("60\n");
  }

  @Test
  default void progress_afterADownscaleIsNotHeldBackByDeadSubtasks() throws Exception {
    store()
        .insert(
            progress(GEN, "downscale", 1, 2, 0, 50),
            progress(GEN, "downscale", 1, 2, 1, 40),
            progress(GEN, "downscale", 2, 1, 0, 90));

    assertThat(nextOffset("downscale")).isEqualTo("90\n");
  }

  private String nextOffset(String topic) throws Exception {
    return store().tsv("SELECT next_offset FROM progress WHERE topic = '" + topic + "'");
  }
}
