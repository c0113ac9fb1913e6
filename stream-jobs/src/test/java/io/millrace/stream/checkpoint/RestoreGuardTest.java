// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sql.UnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RestoreGuardTest {
  private static final String TOPIC = "otlp.spans.v1";
  private static final int GENERATION = 3;

  private final FakeTables tables = new FakeTables();
  private LogOffsets.Range log = new LogOffsets.Range(0, 1_000);

  @Test
  void stateThatFits_goesOn() {
    assertThatCode(check(Map.of(0, 100L), 7)).doesNotThrowAnyException();
    assertThat(tables.generationsAsked).isTrue();
  }

  @Test
  void firstStart_goesOn() {
    tables.newestVersion = 0;
    tables.nextOffset = 0;

    assertThatCode(check(Map.of(), 0)).doesNotThrowAnyException();
  }

  @Test
  void rowsOfALaterCheckpoint_areRefusedThoughProgressWasNotWritten() {
    tables.newestVersion = 8;

    assertRefused(check(Map.of(0, 100L), 7), "hold rows of checkpoint 8", "checkpoint 7");
  }

  @Test
  void lostCheckpoints_areRefusedWhereOnlyRowsWereWritten() {
    tables.newestVersion = 1;
    tables.nextOffset = 0;

    assertRefused(check(Map.of(), 0), "hold rows of checkpoint 1");
  }

  @Test
  void progressBeyondTheState_isRefused() {
    assertRefused(check(Map.of(0, 99L), 7), "up to offset 100", "only up to 99");
  }

  @Test
  void logThatEndsBeforeTheState_isRefused() {
    log = new LogOffsets.Range(0, 99);

    assertRefused(check(Map.of(0, 100L), 7), "up to offset 99", "wiped");
  }

  @Test
  void logThatBeginsAfterTheState_isRefused() {
    log = new LogOffsets.Range(101, 1_000);

    assertRefused(check(Map.of(0, 100L), 7), "from offset 101", "raw-retention");
  }

  @Test
  void logThatWasReadToItsEndAndExpired_goesOn() {
    log = new LogOffsets.Range(100, 100);

    assertThatCode(check(Map.of(0, 100L), 7)).doesNotThrowAnyException();
  }

  @Test
  void clickHouseAway_isWaitedOut() {
    tables.timesAway = 1;

    assertThatCode(check(Map.of(0, 100L), 7)).doesNotThrowAnyException();
    assertThat(tables.timesAway).isZero();
  }

  private ThrowingCallable check(Map<Integer, Long> restored, long checkpointId) {
    LogOffsets offsets = (topic, partitions) -> Map.of(0, log);
    return () -> new RestoreGuard(tables, offsets, GENERATION).check(TOPIC, restored, checkpointId);
  }

  private static void assertRefused(ThrowingCallable check, String... words) {
    assertThatThrownBy(check)
        .isInstanceOf(SuppressRestartsException.class)
        .rootCause()
        .message()
        .contains(words)
        .endsWith("or start with an empty data folder (--data).")
        .doesNotContain("\n");
  }

  /** Tables as of checkpoint 7, which has read up to offset 100. */
  private static final class FakeTables implements RestoreGuard.Tables {
    private long newestVersion = 7;
    private long nextOffset = 100;
    private int timesAway;
    private boolean generationsAsked = true;

    @Override
    public List<Map<String, Object>> query(String sql, Map<String, Object> parameters)
        throws IOException {
      if (timesAway > 0) {
        timesAway--;
        throw new UnavailableException("away", new IOException("refused"));
      }
      generationsAsked &=
          sql.contains("gen = {gen:UInt32}") && parameters.get("gen").equals(GENERATION);
      if (sql.contains("max(version)")) {
        return List.of(Map.of("newest", Long.toString(newestVersion)));
      }
      return nextOffset == 0
          ? List.of()
          : List.of(Map.of("partition", "0", "next", Long.toString(nextOffset)));
    }
  }
}
