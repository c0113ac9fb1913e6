// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every capture of the corpus that tells a time, whatever its encoding and signals, moved five
 * years ahead.
 */
class TimeShiftTest {
  private static final Instant LATER = Instant.parse("2031-06-01T12:34:56.789Z");
  private static final long MINUTE_NANOS = 60_000_000_000L;

  static List<Path> captures() throws IOException {
    try (Stream<Path> folders = Files.walk(Path.of("..", "corpus"), 2)) {
      return folders.filter(TimeShiftTest::tellsATime).sorted().toList();
    }
  }

  @Test
  void captureWithoutATime_staysAsItIs() throws IOException {
    Capture asked = Capture.read(Path.of("..", "corpus", "mlflow-rest", "probe-workspace"));

    assertThat(times(asked)).isEmpty();
    assertThat(asked.shiftedTo(LATER).requests()).isEqualTo(asked.requests());
  }

  @ParameterizedTest
  @MethodSource("captures")
  void everyTime_movesByTheSameWholeMinutes(Path folder) throws IOException {
    Capture recorded = Capture.read(folder);

    List<Long> before = times(recorded);
    List<Long> after = times(recorded.shiftedTo(LATER));

    assertThat(after).hasSameSizeAs(before);
    TreeSet<Long> shifts = new TreeSet<>();
    for (int i = 0; i < before.size(); i++) {
      shifts.add(after.get(i) - before.get(i));
    }
    assertThat(shifts).hasSize(1).allMatch(shift -> shift % MINUTE_NANOS == 0);
    long last = after.stream().mapToLong(Long::longValue).max().orElseThrow();
    assertThat(Duration.between(Instant.ofEpochSecond(0, last), LATER))
        .isBetween(Duration.ZERO, Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @MethodSource("captures")
  void capture_isShiftedOnlyWhenOld(Path folder) throws IOException {
    Capture recorded = Capture.read(folder);
    long last = times(recorded).stream().mapToLong(Long::longValue).max().orElseThrow();
    Instant soon = Instant.ofEpochSecond(0, last).plus(Duration.ofDays(299));

    Duration age = Duration.ofDays(300);
    assertThat(times(recorded.notOlderThan(age, soon))).isEqualTo(times(recorded));
    assertThat(times(recorded.notOlderThan(age, soon.plus(Duration.ofDays(1)))))
        .isNotEqualTo(times(recorded));
  }

  private static boolean tellsATime(Path folder) {
    try {
      return Files.isDirectory(folder) && !times(Capture.read(folder)).isEmpty();
    } catch (IOException noCapture) {
      return false;
    }
  }

  private static List<Long> times(Capture capture) throws IOException {
    List<Long> times = new ArrayList<>();
    for (CapturedRequest request : capture.requests()) {
      EventTimes.change(
          request,
          time -> {
            times.add(time);
            return time;
          });
    }
    return times;
  }
}
