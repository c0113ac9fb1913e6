// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.quickstart.engine.chdb.EngineException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineGuardTest {
  private static final long MARK = 1_000;

  private final AtomicLong free = new AtomicLong(MARK);
  private final DiskWatermark disk = new DiskWatermark(MARK, free::get);
  private final RecordingEngine engine = new RecordingEngine();

  @TempDir Path data;

  private static final class RecordingEngine implements EngineGuard.Engine {
    final List<String> done = new ArrayList<>();
    boolean refuses;

    @Override
    public void execute(String sql) throws EngineException {
      if (refuses) {
        throw new EngineException("Code: 1. DB::Exception: not now");
      }
      done.add(sql);
    }

    @Override
    public void startAnew() {
      done.add("start anew");
    }
  }

  private static EngineException damage() {
    return new EngineException(
        "Code: 246. DB::Exception: Empty marks file: (while reading from part /d/all_1_20_4/ in"
            + " table millrace.span_rows). (CORRUPTED_DATA)");
  }

  private EngineGuard guard() {
    return new EngineGuard(disk, data, engine);
  }

  @Test
  void mark_isPassedAgainAQuarterAboveIt() {
    assertThat(disk.isShort()).isFalse();
    free.set(MARK - 1);
    assertThat(disk.isShort()).isTrue();
    free.set(MARK + MARK / 4 - 1);
    assertThat(disk.isShort()).isTrue();
    free.set(MARK + MARK / 4);
    assertThat(disk.isShort()).isFalse();
    assertThat(disk.shortages()).isEqualTo(1);
  }

  @Test
  void shortDisk_stopsMerges_andStartsAnewWhenThereIsRoom() {
    EngineGuard guard = guard();
    guard.look();
    assertThat(engine.done).isEmpty();

    free.set(0);
    guard.look();
    guard.look();
    assertThat(engine.done).containsExactly("SYSTEM STOP MERGES");

    free.set(2 * MARK);
    guard.look();
    assertThat(engine.done).containsExactly("SYSTEM STOP MERGES", "start anew");
  }

  @Test
  void mergesThatDoNotStop_areToldAgain() {
    EngineGuard guard = guard();
    engine.refuses = true;
    free.set(0);
    guard.look();
    engine.refuses = false;
    free.set(2 * MARK);
    guard.look();
    guard.look();

    assertThat(engine.done).containsExactly("SYSTEM STOP MERGES", "start anew");
  }

  @Test
  void write_isRefusedWhileTheDiskIsShort() {
    free.set(0);

    assertThatThrownBy(guard()::beforeWrite)
        .isInstanceOfSatisfying(
            EngineException.class, refused -> assertThat(refused.code()).isEqualTo(243))
        .hasMessageContaining("clickhouse.min-free-disk-bytes");
  }

  @Test
  void write_duringWhichTheDiskWasShort_hasFailed() throws Exception {
    EngineGuard guard = guard();
    long before = guard.beforeWrite();
    free.set(0);
    guard.look();
    free.set(2 * MARK);

    assertThatThrownBy(() -> guard.afterWrite(before)).hasMessageContaining("NOT_ENOUGH_SPACE");
    long next = guard.beforeWrite();
    assertThatCode(() -> guard.afterWrite(next)).doesNotThrowAnyException();
  }

  @Test
  void damage_startsAnewOnce() {
    guard().failed(damage());
    // In the life after it as well.
    guard().failed(damage());

    assertThat(engine.done).containsExactly("start anew");
  }

  @Test
  void otherFailure_isNoDamage() {
    guard().failed(new EngineException("Code: 60. DB::Exception: no such part of a table"));
    guard().failed(new EngineException("Code: 246. DB::Exception: what a function was given"));

    assertThat(engine.done).isEmpty();
  }
}
