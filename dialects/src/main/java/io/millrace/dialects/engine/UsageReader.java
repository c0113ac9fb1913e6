// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.engine;

import io.millrace.dialects.engine.Dialect.BucketSource;
import io.millrace.dialects.engine.Dialect.NamedRule;
import io.millrace.dialects.otlp.Numbers;
import io.millrace.dialects.otlp.SpanView;
import io.millrace.dialects.table.Bucket;
import io.millrace.schemas.TokenUsage;
import java.util.EnumMap;
import java.util.Map;

/** Reads the token counts of a span and brings them into Millrace's convention. */
public final class UsageReader {
  /**
   * Tokens, and the rule that decided what they include.
   *
   * @param rule '' without tokens
   */
  public record Usage(TokenUsage tokens, String rule) {
    static final Usage NONE = new Usage(TokenUsage.NONE, "");
  }

  private UsageReader() {}

  /** The span's own counts; a bucket that it does not report is null. */
  public static Usage read(Dialect dialect, SpanView span) {
    Map<Bucket, Long> reported = new EnumMap<>(Bucket.class);
    String table = null;
    for (Bucket bucket : Bucket.values()) {
      BucketSource source = find(dialect, span, bucket, reported);
      if (source != null && table == null) {
        table = source.table();
      }
    }
    if (table == null) {
      return Usage.NONE;
    }
    NamedRule rule = dialect.usageRule(table, span);
    UsageConvention convention = new UsageConvention(rule.rule(), rule.name(), reported);
    return new Usage(convention.usage(), convention.name());
  }

  private static BucketSource find(
      Dialect dialect, SpanView span, Bucket bucket, Map<Bucket, Long> reported) {
    for (BucketSource source : dialect.sources(bucket)) {
      Long tokens = Numbers.tokens(source.place().read(span));
      if (tokens != null) {
        reported.put(bucket, tokens);
        return source;
      }
    }
    return null;
  }
}
