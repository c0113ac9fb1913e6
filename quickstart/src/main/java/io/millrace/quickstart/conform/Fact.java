// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What can be true of a client: the fields of {@code expected.json} (see {@code corpus/README.md}),
 * each with the query that shows where it comes from.
 */
public enum Fact {
  INPUT_TOKENS(CloserLook.USAGE),
  OUTPUT_TOKENS(CloserLook.USAGE),
  CACHE_READ_TOKENS(CloserLook.USAGE),
  CACHE_WRITE_TOKENS(CloserLook.USAGE),
  REASONING_TOKENS(CloserLook.USAGE),
  LLM_CALLS(CloserLook.USAGE),
  TOOL_CALLS(CloserLook.TOOLS),
  TOOL_ERRORS(CloserLook.TOOLS),
  SESSIONS(CloserLook.IDENTITY),
  USERS(CloserLook.IDENTITY),
  MODELS(CloserLook.MODELS),
  TURNS(CloserLook.TRACES),
  SPANS(CloserLook.LEDGER),
  LIST_PRICE_USD(CloserLook.COST),
  EMITTER_COST_USD(CloserLook.COST);

  private final String closerLook;

  Fact(String closerLook) {
    this.closerLook = closerLook;
  }

  /** The field's name. */
  public String field() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Fact> ofField(String field) {
    return Arrays.stream(values()).filter(fact -> fact.field().equals(field)).findFirst();
  }

  /** A query over the public views that shows what the fact is made of. */
  String closerLook(String workspace) {
    return closerLook.formatted(workspace.replace("'", "\\'"));
  }

  /**
   * What the columns of {@link ViewQuestion} must then be: the fact's own, and what follows from it
   * for others.
   *
   * @param times how often every request was sent
   */
  Map<String, Object> columns(Object truth, int times) {
    return switch (this) {
      case TOOL_CALLS ->
          truth instanceof Map<?, ?> byTool
              ? Map.of(field(), truth, "tool_calls_total", total(byTool), "tools", names(byTool))
              : Map.of(field(), truth);
      case TOOL_ERRORS ->
          truth instanceof Map<?, ?> byTool
              ? Map.of(field(), truth, "tool_errors_total", total(byTool))
              : Map.of(field(), truth);
      case SPANS ->
          Map.of(field(), new BigDecimal(truth.toString()).multiply(BigDecimal.valueOf(times)));
      // The setting cost.precedence is "computed" unless somebody changed it.
      case LIST_PRICE_USD -> Map.of(field(), truth, "cost_usd", truth, "unpriced_calls", 0);
      default -> Map.of(field(), truth);
    };
  }

  /** Whether a view's answer is the truth. */
  boolean holds(ViewQuestion view, Object truth, Object told) {
    if (this == MODELS) {
      return ModelNames.same(truth, told);
    }
    // A call that only messages tell of has no span of its own.
    boolean bySpan = view == ViewQuestion.SPANS && (this == TOOL_CALLS || this == TOOL_ERRORS);
    return bySpan ? isPartOf(truth, told) : truth.equals(told);
  }

  private static boolean isPartOf(Object truth, Object told) {
    return truth instanceof Map<?, ?> all
        && told instanceof Map<?, ?> some
        && some.entrySet().stream()
            .allMatch(
                entry ->
                    all.get(entry.getKey()) instanceof BigDecimal most
                        && most.compareTo((BigDecimal) entry.getValue()) >= 0);
  }

  private static BigDecimal total(Map<?, ?> counts) {
    return counts.values().stream()
        .map(count -> new BigDecimal(count.toString()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static List<?> names(Map<?, ?> counts) {
    return List.copyOf(counts.keySet());
  }
}
