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
 */
final class UsageConvention {
  /**
   * The counts, and how they were corrected.
   *
   * @param correction '' or a suffix of the rule's name
   */
  record Result(TokenUsage usage, String correction) {}

  private final Input input;
  private final Output output;

  private UsageConvention(Input input, Output output) {
    this.input = input;
    this.output = output;
  }

  static UsageConvention of(UsageRule rule) {
    return new UsageConvention(rule.input(), rule.output());
  }

  Result apply(Map<Bucket, Long> reported) {
    Long read = reported.get(Bucket.CACHE_READ);
    Long write1h = reported.get(Bucket.CACHE_WRITE_1H);
    Long write = larger(reported.get(Bucket.CACHE_WRITE), write1h);
    Long reasoning = reported.get(Bucket.REASONING);
    Long in = reported.get(Bucket.INPUT);
    Long out = reported.get(Bucket.OUTPUT);
    Long total = reported.get(Bucket.TOTAL);
    String correction = "";

    if (in == null && out != null && total != null && total >= out) {
      in = total - out;
      correction += "+total";
    } else if (out == null && in != null && total != null && total >= in) {
      out = total - in;
      correction += "+total";
    }
    if (in != null) {
      long cache = orZero(read) + orZero(write);
      boolean contradicts = input == Input.INCLUDES_CACHE && cache > in;
      if (contradicts) {
        correction += "+cache-exceeds-input";
      }
      if (contradicts || input == Input.EXCLUDES_CACHE) {
        in += cache;
      }
    }
    if (out != null && reasoning != null) {
      if (output == Output.EXCLUDES_REASONING) {
        out += reasoning;
      } else if (output == Output.INCLUDES_REASONING_TWICE && reasoning <= out) {
        out -= reasoning;
      }
      if (reasoning > out) {
        reasoning = out;
        correction += "+reasoning-exceeds-output";
      }
    }
    return new Result(new TokenUsage(in, out, read, write, write1h, reasoning), correction);
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
