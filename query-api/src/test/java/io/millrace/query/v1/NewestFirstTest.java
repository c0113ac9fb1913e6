// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.QueryParams;
import io.millrace.query.parameter.Arguments;
import io.millrace.query.parameter.Parameter;
import io.millrace.sql.query.ComposedQuery;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import io.millrace.sql.query.Question;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NewestFirstTest {
  private static final List<Parameter> PARAMETERS =
      Filters.scopeAnd(
          Stream.of(
              Filters.word("sort", "start_time", "start_time", "cost"),
              Filters.word("order", "desc", "desc", "asc"),
              Filters.text("session_id"),
              Filters.text("q"),
              Filters.limit(2, 10),
              Filters.cursor()));
  private static final long TO = 1_795_219_200_000_000_000L;
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final String SCOPE = "from=2026-11-01T00:00:00Z&to=2026-11-21T00:00:00Z";

  private final List<Map<String, Object>> asked = new ArrayList<>();
  private final Deque<Integer> counts = new ArrayDeque<>();

  /** Has as many rows for each question as it is told. */
  private final QueryReader tables =
      new QueryReader() {
        @Override
        public List<Map<String, Object>> ask(NamedQuery query, Map<String, Object> parameters) {
          asked.add(parameters);
          return Collections.nCopies(counts.removeFirst(), Map.of());
        }

        @Override
        public List<Map<String, Object>> ask(ComposedQuery query) {
          throw new AssertionError("a list has a named query");
        }

        @Override
        public void copy(
            NamedQuery query,
            Map<String, Object> parameters,
            List<String> without,
            String format,
            OutputStream out) {
          throw new AssertionError("a list is asked for its rows");
        }

        @Override
        public void copy(Question question, String format, OutputStream out) {
          throw new AssertionError("a list has a named query");
        }
      };

  @Test
  void listThatAShortTimeFills_isNotAskedForMore() throws Exception {
    counts.addAll(List.of(1, 3));

    assertThat(list(SCOPE)).hasSize(3);

    assertThat(asked)
        .extracting(each -> TO - (Long) each.get("from"))
        .containsExactly(4 * MINUTE, 32 * MINUTE);
    assertThat(asked).extracting(each -> each.get("narrow")).containsExactly(1, 1);
  }

  @Test
  void listThatNoShortTimeFills_isAskedForTheWhole() throws Exception {
    counts.addAll(List.of(0, 1, 1, 2, 2));

    assertThat(list(SCOPE)).hasSize(2);

    assertThat(asked.get(4))
        .containsEntry("narrow", 0)
        .containsEntry("from", TO - Duration.ofDays(20).toNanos());
  }

  @Test
  void laterPage_beginsWhereTheCursorIs() throws Exception {
    counts.add(3);

    list(SCOPE + "&cursor=" + (TO - MINUTE) + ".YQ.YQ");

    assertThat(asked.get(0)).containsEntry("from", TO - MINUTE + 1 - 4 * MINUTE);
  }

  @Test
  void listInAnotherOrder_isAskedOnce() throws Exception {
    counts.addAll(List.of(0, 0));

    list(SCOPE + "&sort=cost");
    list(SCOPE + "&order=asc");

    assertThat(asked).extracting(each -> each.get("narrow")).containsExactly(0, 0);
  }

  @Test
  void listByText_isAskedOfShortTimesFirst() throws Exception {
    counts.add(3);

    list(SCOPE + "&q=word");

    assertThat(asked.get(0)).containsEntry("from", TO - 4 * MINUTE);
  }

  @Test
  void listThatAnIndexFinds_isAskedOnce() throws Exception {
    counts.add(0);

    list(SCOPE + "&q=word&session_id=s");

    assertThat(asked).hasSize(1);
  }

  @Test
  void timeShorterThanTheShortest_isAskedOnce() throws Exception {
    counts.add(0);

    list("from=2026-11-20T23:59:00Z&to=2026-11-21T00:00:00Z");

    assertThat(asked).hasSize(1);
  }

  private List<Map<String, Object>> list(String query) throws Exception {
    Arguments arguments = Arguments.read(PARAMETERS, Map.of(), QueryParams.fromQueryString(query));
    return NewestFirst.ask(tables, NamedQuery.SESSIONS, arguments, Filters.bound(arguments, 2));
  }
}
