// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.fleet;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a generated fleet really did, counted while it was generated. */
public final class FleetTruth {
  public long spans;
  public long traces;
  public long llmCalls;
  public long llmErrors;
  public long inputTokens;
  public long outputTokens;
  public long cacheReadTokens;
  public long costPicoUsd;
  public long toolErrors;
  public final Map<String, Long> toolCalls = new TreeMap<>();

  /** Input tokens by the minute of the call's start, seconds since the epoch. */
  public final Map<Long, Long> inputTokensByMinute = new TreeMap<>();

  public final Set<String> sessions = new TreeSet<>();
  public final Set<String> users = new TreeSet<>();
}
