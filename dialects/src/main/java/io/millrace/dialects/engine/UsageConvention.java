// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.engine;

import io.millrace.dialects.table.Bucket;
import io.millrace.dialects.table.UsageRule;
import io.millrace.dialects.table.UsageRule.Input;
import io.millrace.dialects.table.UsageRule.Output;
import io.millrace.schemas.TokenUsage;
import java.util.Map;

/**
 * From what an emitter counts to what Millrace counts: input with cache reads and writes, output
 * with reasoning. Counts that contradict their convention are corrected, and the correction named.
 * For one span.
 */
final class UsageConvention {
  private final UsageRule rule;
  private final StringBuilder name;
  private final Long cacheRead;
  private final Long cacheWrite;
  private final Long cacheWrite1h;
  private Long input;
  private Long output;
  private Long reasoning;

  /**
   * The convention of a rule for what was reported.
   *
   * @param name the rule's full name
   */
  UsageConvention(UsageRule rule, String name, Map<Bucket, Long> reported) {
    this.rule = rule;
    this.name = new StringBuilder(name);
    input = reported.get(Bucket.INPUT);
    output = reported.get(Bucket.OUTPUT);
    cacheRead = reported.get(Bucket.CACHE_READ);
    cacheWrite1h = reported.get(Bucket.CACHE_WRITE_1H);
    cacheWrite = larger(reported.get(Bucket.CACHE_WRITE), cacheWrite1h);
    reasoning = reported.get(Bucket.REASONING);
    completeByTotal(reported.get(Bucket.TOTAL));
    Long beyond = beyond(reported.get(Bucket.TOTAL));
    boolean cacheApart = isCacheApart(beyond);
    boolean reasoningApart = isReasoningApart(beyond);
    if (rule.output() == Output.EXCLUDES_UNTOLD_REASONING && reasoning == null) {
      reasoning = untoldReasoning(beyond, cacheApart);
    }
    includeCache(cacheApart);
    includeReasoning(reasoningApart);
  }

  /** The counts in Millrace's convention. */
  TokenUsage usage() {
    return new TokenUsage(input, output, cacheRead, cacheWrite, cacheWrite1h, reasoning);
  }

  /** The rule's name, with what had to be corrected. */
  String name() {
    return name.toString();
  }

  /** One missing half is what the other leaves of the total; a total alone cannot be split. */
  private void completeByTotal(Long total) {
    if (total == null || (input == null) == (output == null)) {
      return;
    }
    if (input == null && total >= output) {
      input = total - output;
      name.append("+total");
    } else if (output == null && total >= input) {
      output = total - input;
      name.append("+total");
    }
  }

  /** What the total has beyond input and output; null where one of the three is missing. */
  private Long beyond(Long total) {
    return total == null || input == null || output == null ? null : total - input - output;
  }

  private boolean isCacheApart(Long beyond) {
    if (rule.input() != Input.BY_TOTAL) {
      return rule.input() == Input.EXCLUDES_CACHE;
    }
    boolean cacheFits =
        beyond != null && (beyond == cache() || beyond == cache() + orZero(reasoning));
    boolean othersFit = beyond != null && (beyond == 0 || beyond == orZero(reasoning));
    return cacheFits || !othersFit;
  }

  private boolean isReasoningApart(Long beyond) {
    if (rule.output() != Output.BY_TOTAL) {
      return rule.output() == Output.EXCLUDES_REASONING
          || rule.output() == Output.EXCLUDES_UNTOLD_REASONING;
    }
    return beyond == null || (beyond != 0 && beyond != cache());
  }

  /** Null where the total tells of none: then none is known of. */
  private Long untoldReasoning(Long beyond, boolean cacheApart) {
    long untold = beyond == null ? 0 : beyond - (cacheApart ? cache() : 0);
    return untold > 0 ? Long.valueOf(untold) : null;
  }

  private long cache() {
    return orZero(cacheRead) + orZero(cacheWrite);
  }

  private void includeCache(boolean apart) {
    if (input == null) {
      return;
    }
    long cache = cache();
    if (apart) {
      input += cache;
    } else if (cache > input) {
      // More cache than input: then input cannot have included it, whatever was agreed.
      input += cache;
      name.append("+cache-exceeds-input");
    }
  }

  private void includeReasoning(boolean apart) {
    if (output == null || reasoning == null) {
      return;
    }
    if (apart) {
      output += reasoning;
    } else if (rule.output() == Output.INCLUDES_REASONING_TWICE && reasoning <= output) {
      output -= reasoning;
    }
    if (reasoning > output) {
      reasoning = output;
      name.append("+reasoning-exceeds-output");
    }
  }

  private static long orZero(Long value) {
    return value == null ? 0 : value;
  }

  private static Long larger(Long a, Long b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Math.max(a, b);
  }
}
