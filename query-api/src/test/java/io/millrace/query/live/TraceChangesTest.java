// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.query.FakeTables;
import io.millrace.sql.UnavailableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceChangesTest {
  private static final Instant START = Instant.parse("2026-11-21T09:30:00Z");

  private final FakeTables tables = new FakeTables();
  private final TraceChanges changes = new TraceChanges(tables, Clock.fixed(START, ZoneOffset.UTC));

  @Test
  void change_isToldOnce() throws IOException {
    tables.answer(() -> List.of(row("a", 1)));

    assertThat(changes.next()).hasSize(1);
    assertThat(changes.next()).isEmpty();
  }

  @Test
  void newVersion_isToldAgain_earliestChangeFirst() throws IOException {
    tables.answer(() -> List.of(row("a", 1)));
    changes.next();
    tables.answer(() -> List.of(row("b", 1), row("a", 2)));

    assertThat(changes.next()).containsExactly(row("a", 2), row("b", 1));
  }

  @Test
  void question_reachesBackOverTheLastOneThatWasAnswered() throws IOException {
    changes.next();

    long since = (Long) tables.asked().get("since");
    assertThat(since).isEqualTo(START.minus(TraceChanges.REACH_BACK).toEpochMilli() * 1_000_000);
  }

  @Test
  void failedQuestion_losesNothing() throws IOException {
    tables.answer(
        () -> {
          throw new UnavailableException("away", null);
        });
    assertThatThrownBy(changes::next).isInstanceOf(UnavailableException.class);
    tables.answer(() -> List.of(row("a", 1)));

    assertThat(changes.next()).hasSize(1);
  }

  private static Map<String, Object> row(String traceId, long version) {
    return Map.of("workspace", "w", "trace_id", traceId, "version", version);
  }
}
