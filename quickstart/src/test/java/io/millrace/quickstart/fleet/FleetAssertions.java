// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Holds every public view against the truth of a fleet. */
public final class FleetAssertions {
  /** Asks a query with its parameters. */
  public interface Sql {
    List<Map<String, Object>> query(String sql, Map<String, Object> parameters);
  }

  private final Sql sql;
  private final String workspace;
  private final FleetTruth truth;

  public FleetAssertions(Sql sql, String workspace, FleetTruth truth) {
    this.sql = sql;
    this.workspace = workspace;
    this.truth = truth;
  }

  /** Fails unless every view tells the truth, the ledger included. */
  public void assertEveryViewTellsTheTruth() {
    assertTotals(
        "SELECT count(), sum(llm_calls), sum(llm_errors), sum(input_tokens), sum(output_tokens),"
            + " sum(cache_read_tokens), sum(cost_usd) FROM traces WHERE workspace = {w:String}",
        truth.traces,
        truth.llmCalls,
        truth.llmErrors);
    assertTotals(
        "SELECT count(), countIf(kind = 'LLM' AND status != 'ERROR'), countIf(kind = 'LLM' AND status = 'ERROR'),"
            + " sum(input_tokens), sum(output_tokens), sum(cache_read_tokens), sum(cost_usd) FROM spans WHERE workspace ="
            + " {w:String}",
        truth.spans,
        truth.llmCalls,
        truth.llmErrors);
    assertTotals(
        "SELECT count(), sum(llm_calls), sum(llm_errors), sum(input_tokens), sum(output_tokens),"
            + " sum(cache_read_tokens), sum(cost_usd) FROM sessions WHERE workspace = {w:String}",
        truth.sessions.size(),
        truth.llmCalls,
        truth.llmErrors);
    assertTotals(
        "SELECT count(), sum(llm_calls), sum(llm_errors), sum(input_tokens), sum(output_tokens),"
            + " sum(cache_read_tokens), sum(cost_usd) FROM users WHERE workspace = {w:String}",
        truth.users.size(),
        truth.llmCalls,
        truth.llmErrors);
    assertTotals(
        "SELECT sum(calls), sum(calls) - sum(errors), sum(errors), sum(input_tokens), sum(output_tokens),"
            + " sum(cache_read_tokens), sum(cost_usd) FROM usage_1m WHERE workspace = {w:String}",
        truth.llmCalls + truth.llmErrors,
        truth.llmCalls,
        truth.llmErrors);
    assertMinutes();
    assertTools();
    assertLedger();
    assertThat(number("SELECT count() FROM span_content WHERE workspace = {w:String}"))
        .isEqualTo(truth.spans);
    assertThat(number("SELECT sum(traces) FROM trace_latency_1m WHERE workspace = {w:String}"))
        .isEqualTo(truth.traces);
  }

  private void assertTotals(String query, long count, long calls, long errors) {
    List<Object> row = List.copyOf(rows(query).get(0).values());
    assertThat(row.stream().limit(6).map(value -> Long.parseLong(value.toString())))
        .as(query)
        .containsExactly(
            count, calls, errors, truth.inputTokens, truth.outputTokens, truth.cacheReadTokens);
    assertThat(new BigDecimal(row.get(6).toString()))
        .as("cost: %s", query)
        .isEqualByComparingTo(BigDecimal.valueOf(truth.costPicoUsd, 12));
  }

  private void assertMinutes() {
    Map<Long, Long> minutes = new TreeMap<>();
    for (Map<String, Object> row :
        rows(
            "SELECT toUnixTimestamp(minute) AS m, sum(input_tokens) AS i FROM usage_1m WHERE workspace = {w:String}"
                + " GROUP BY m HAVING i > 0")) {
      minutes.put(Long.parseLong(row.get("m").toString()), Long.parseLong(row.get("i").toString()));
    }
    Map<Long, Long> expected = new TreeMap<>(truth.inputTokensByMinute);
    expected.values().removeIf(tokens -> tokens == 0);
    assertThat(minutes).isEqualTo(expected);
  }

  private void assertTools() {
    Map<String, Long> calls = new TreeMap<>();
    for (Map<String, Object> row :
        rows(
            "SELECT tool, sum(calls) AS c FROM tool_calls_1m WHERE workspace = {w:String} GROUP BY tool")) {
      calls.put(row.get("tool").toString(), Long.parseLong(row.get("c").toString()));
    }
    assertThat(calls).isEqualTo(truth.toolCalls);
    assertThat(number("SELECT sum(errors) FROM tool_calls_1m WHERE workspace = {w:String}"))
        .isEqualTo(truth.toolErrors);
  }

  private void assertLedger() {
    Map<String, Object> ledger =
        rows("SELECT sum(first_seen) AS seen, sum(published) - sum(first_seen) - sum(duplicate) AS open,"
                + " sum(dead_lettered) AS dead FROM ledger_1m WHERE workspace = {w:String}")
            .get(0);
    assertThat(ledger.get("seen").toString()).isEqualTo(Long.toString(truth.spans));
    assertThat(ledger.get("open").toString()).isEqualTo("0");
    assertThat(ledger.get("dead").toString()).isEqualTo("0");
  }

  private long number(String query) {
    return Long.parseLong(rows(query).get(0).values().iterator().next().toString());
  }

  private List<Map<String, Object>> rows(String query) {
    return sql.query(query, Map.of("w", workspace));
  }
}
