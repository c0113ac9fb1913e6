// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.truth;

import java.math.BigDecimal;
import java.util.Locale;

/** What is counted or summed; every one is additive. */
public enum Measure {
  SPANS,
  /** Sum over the spans of span id times first half of the trace id, modulo 2^64. */
  SPAN_IDS,
  /** Bytes of the spans as protobuf. */
  SPAN_BYTES,
  /** Nanoseconds, summed over the spans. */
  SPAN_DURATION_NANOS,
  /** Spans that failed. */
  ERROR_SPANS,
  /** Spans without an end: a fleet has none. */
  OPEN_SPANS,
  TRACES,
  /** Traces whose root failed. */
  ERROR_TRACES,
  /** Nanoseconds, summed over the traces. */
  TRACE_DURATION_NANOS,
  TURNS,
  SESSIONS,
  USERS,
  /** Model calls, failed ones included. */
  CALLS,
  /** Successful model calls. */
  LLM_CALLS,
  LLM_ERRORS,
  TOOL_CALLS,
  TOOL_ERRORS,
  INPUT_TOKENS,
  OUTPUT_TOKENS,
  CACHE_READ_TOKENS,
  CACHE_WRITE_TOKENS,
  REASONING_TOKENS,
  COST_USD(12),
  EMITTER_COST_USD(12),
  COMPUTED_COST_USD(12),
  UNPRICED_CALLS,
  /** Spans sent again although they had been acknowledged. */
  DUPLICATE_SPANS,
  DEAD_LETTERS,
  DROPPED_SPANS,
  IN_FLIGHT_SPANS;

  private final int decimals;

  Measure() {
    this(0);
  }

  Measure(int decimals) {
    this.decimals = decimals;
  }

  /** The number that this many of the smallest unit are: money is counted in pico-dollars. */
  BigDecimal number(long units) {
    return BigDecimal.valueOf(units, decimals);
  }

  /** Its name as a column. */
  String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}
