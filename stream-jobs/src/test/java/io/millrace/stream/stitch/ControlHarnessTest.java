// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.ControlBody;
import io.millrace.stream.control.ControlWord;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.Repricing;
import io.millrace.stream.state.RollUpTable;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.TraceCommand;
import io.millrace.stream.trace.Arrivals;
import io.millrace.stream.trace.Facts;
import org.junit.jupiter.api.Test;

/** What control.v1 says to every stitcher. */
class ControlHarnessTest {
  private static final int CACHED_SPANS = 100;

  /** Of one call, at a dollar for a million tokens of either kind. */
  private static final long AT_A_DOLLAR = 30 * 1_000_000L;

  @Test
  void priceOverride_countsForCallsThatAreNewAndForAllAfterAReprice() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      run.arrive(call("01"));
      run.committedBarrier();
      long byTheBook = costPicoUsd(run);
      assertThat(byTheBook).isPositive();

      run.control(price("w", "mini", price(1), 1));
      run.control(price("other", "mini", price(900), 2));
      run.arrive(call("02"));
      run.committedBarrier();
      assertThat(costPicoUsd(run)).as("told prices stay").isEqualTo(byTheBook + AT_A_DOLLAR);

      run.restart();
      run.arrive(call("03"));
      run.committedBarrier();
      assertThat(costPicoUsd(run)).as("restarted").isEqualTo(byTheBook + 2 * AT_A_DOLLAR);

      run.arrive(reprice("", 1));
      run.committedBarrier();
      assertThat(costPicoUsd(run)).as("repriced").isEqualTo(3 * AT_A_DOLLAR);

      run.arrive(reprice("- " + price(5), 2));
      run.committedBarrier();
      assertThat(costPicoUsd(run)).as("its own go first").isEqualTo(15 * AT_A_DOLLAR);

      run.control(price("w", "mini", "", 3));
      run.arrive(reprice("", 3));
      run.committedBarrier();
      assertThat(costPicoUsd(run)).as("removed").isEqualTo(3 * byTheBook);
    }
  }

  @Test
  void laterWordOfAName_holdsThoughItComesFirst() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      run.control(price("w", "mini", price(2), 8));
      run.control(price("w", "mini", price(1), 7));
      run.arrive(call("01"));
      run.committedBarrier();

      assertThat(costPicoUsd(run)).isEqualTo(2 * AT_A_DOLLAR);
    }
  }

  @Test
  void overrideThatIsPutLater_goesBeforeOneThatSaysAsMuch() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      run.control(price("w", "z", price(1), 1));
      run.control(price("w", "a", price(2), 2));
      run.arrive(call("01"));
      run.committedBarrier();

      assertThat(costPicoUsd(run)).isEqualTo(2 * AT_A_DOLLAR);
    }
  }

  @Test
  void deletedUser_isDeletedInATraceThatIsHeardOfLater() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      run.control(
          new ControlWord(
              "w", ControlBody.DELETION, "user/u", "{\"userId\":\"u\"}", Facts.T0 + 1, 1));
      run.restart();
      run.arrive(ofUser(call("01")));
      SpanArrival later = ofUser(call("02"));
      later = Arrivals.changed(later, fact -> fact.setStartTimeUnixNano(Facts.T0 + 2));
      run.arrive(later);
      run.committedBarrier();

      assertThat(run.committed.spanRows().keySet()).containsExactly(id("02"));
      assertThat(run.committed.deletedFacts().keySet()).containsExactly(id("01"));
    }
  }

  @Test
  void deletedSession_ofATraceThatIsNotToldYetIsNeverTold() throws Exception {
    try (StitchRun run = new StitchRun(CACHED_SPANS)) {
      SpanArrival call = call("01");
      call = Arrivals.changed(call, fact -> fact.setSessionId("s"));
      run.arrive(call);
      run.control(
          new ControlWord(
              "w", ControlBody.DELETION, "session/s", "{\"sessionId\":\"s\"}", Facts.T0 + 1, 1));
      run.committedBarrier();

      assertThat(run.committed.spanRows()).isEmpty();
      assertThat(costPicoUsd(run)).isZero();
    }
  }

  private static SpanArrival ofUser(SpanArrival call) {
    call = Arrivals.changed(call, fact -> fact.setUserId("u"));
    return call;
  }

  private static SpanArrival call(String span) {
    return Arrivals.of(Facts.llm(id(span), "", 0, 10, 20).setResponseId(span).build()).build();
  }

  private static String id(String span) {
    return "00000000000000" + span;
  }

  private static String price(int usdPerMillion) {
    return "{\"model\":\"gpt-4o-mini\",\"usd_per_million_tokens\":{\"input\":%1$d,\"output\":%1$d}}"
        .formatted(usdPerMillion);
  }

  private static ControlWord price(String workspace, String name, String body, long version) {
    return new ControlWord(workspace, ControlBody.PRICE_OVERRIDE, name, body, Facts.T0, version);
  }

  private static SpanArrival reprice(String prices, long version) {
    return SpanArrival.newBuilder()
        .setWorkspace("w")
        .setTraceId(Facts.TRACE)
        .setCommand(TraceCommand.newBuilder().setRepricing(new Repricing(prices, version)).build())
        .build();
  }

  private static long costPicoUsd(StitchRun run) {
    return run.summed().stream()
        .filter(cell -> cell.getTable() == RollUpTable.USAGE)
        .map(MinuteCell::getSums)
        .mapToLong(sums -> sums.get(7) * 1_000_000 + sums.get(8))
        .sum();
  }
}
