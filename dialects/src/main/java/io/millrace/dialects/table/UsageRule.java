// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.table;

/**
 * What the reported token counts include.
 *
 * @param rule its name within the table; {@code usage_rule} stores {@code dialect/rule}
 * @param when the spans it is for; null = all
 * @param input what the reported input is
 * @param output what the reported output is
 */
public record UsageRule(String rule, Condition when, Input input, Output output) {
  /** Whether the reported input contains cache reads and writes. */
  public enum Input {
    INCLUDES_CACHE,
    EXCLUDES_CACHE,
    /** Whichever makes the parts add up to the reported total; excluded where neither does. */
    BY_TOTAL
  }

  /** Whether the reported output contains reasoning. */
  public enum Output {
    INCLUDES_REASONING,
    EXCLUDES_REASONING,
    /** It does not, and reasoning is told by nothing but the total: it is what that has beyond. */
    EXCLUDES_UNTOLD_REASONING,
    /** The emitter adds reasoning to a count that contains it already. */
    INCLUDES_REASONING_TWICE,
    /** As for the input. */
    BY_TOTAL
  }

  public UsageRule {
    Checks.name("usage.rules.rule", rule);
    Checks.given("usage.rules.input", input);
    Checks.given("usage.rules.output", output);
  }
}
