// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.ByteString;
import io.millrace.dialects.table.Condition;
import io.millrace.dialects.table.DialectTable;
import io.millrace.dialects.table.KindRule;
import io.millrace.dialects.table.RuleSet;
import io.millrace.dialects.table.Source;
import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.TokenUsage;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever stands under the keys that the tables know: no span is lost, no count is absurd. */
class NormaliserPropertyTest {
  private static final int SPANS = 4_000;
  private static final long MAX_TOKENS = 4_000_000_000_000L;

  /** What was seen, or could be meant to hurt. */
  private static final List<Object> VALUES =
      List.of(
          "",
          "\"",
          "\"\"",
          "\"x\"",
          "{",
          "[",
          "{}",
          "[]",
          "null",
          "None",
          "{'a': ",
          "{\"a\":",
          "[".repeat(500),
          "{\"a\":".repeat(500),
          "'\\x",
          "NaN",
          "Infinity",
          "-1",
          "12",
          "12.7",
          "1e999999999",
          "9".repeat(70),
          "\u0000",
          "\uD800",
          "true",
          "False",
          "ERROR",
          "chat",
          "LLM",
          "tool",
          "model",
          "2026-11-20T15:20:16Z",
          "+999999999-12-31T23:59:59Z",
          "{\"usage\":{\"inputTokens\":-5,\"outputTokens\":\"7\"},\"total\":1e400,\"role\":[]}",
          "[{\"role\":{},\"content\":{\"content\":{}},\"tool_calls\":{\"id\":1}},7,null,[[]]]",
          "{'prompt_tokens': 1e308, 'completion_tokens': True}",
          Long.MIN_VALUE,
          Long.MAX_VALUE,
          0,
          7,
          Double.NaN,
          Double.NEGATIVE_INFINITY,
          1e300,
          -0.5,
          true,
          List.of(),
          List.of(List.of("x"), 1, true),
          AnyValue.getDefaultInstance(),
          AnyValue.newBuilder().setBytesValue(ByteString.copyFromUtf8("x")).build(),
          AnyValue.newBuilder()
              .setKvlistValue(
                  KeyValueList.newBuilder()
                      .addValues(KeyValue.newBuilder().setKey("input_tokens"))
                      .addValues(
                          KeyValue.newBuilder()
                              .setKey("output_tokens")
                              .setValue(AnyValue.newBuilder().setIntValue(Long.MAX_VALUE))))
              .build());

  private final RuleSet rules = RuleSet.bundled();
  private final List<String> keys = List.copyOf(keys());
  private final List<String> scopes = scopes();

  @Test
  void anySpan_isNormalised_withPlausibleCounts() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < SPANS; i++) {
      SpanFixture fixture = hostile(random);
      assertThatCode(() -> assertPlausible(fixture.normalised()))
          .as("seed %d, span %d: %s", seed, i, fixture.build())
          .doesNotThrowAnyException();
    }
  }

  private SpanFixture hostile(Random random) {
    SpanFixture fixture =
        span(pick(List.of("chat", "call_llm", "Tool.execute", "", "execute_tool x"), random))
            .scope(pick(scopes, random));
    int attributes = random.nextInt(40);
    for (int i = 0; i < attributes; i++) {
      fixture.with(pick(keys, random), pick(VALUES, random));
    }
    return fixture;
  }

  private static void assertPlausible(AgentSpan span) {
    TokenUsage usage = span.modelCall().usage();
    Stream.of(
            usage.inputTokens(),
            usage.outputTokens(),
            usage.cacheReadTokens(),
            usage.cacheWriteTokens(),
            usage.reasoningTokens())
        .filter(Objects::nonNull)
        .forEach(count -> assertThat(count).isBetween(0L, MAX_TOKENS));
    assertThat(span.meaning().kind()).isNotNull();
    assertThat(span.modelCall().attemptCount()).isPositive();
    assertThat(span.toolUse().name()).isNotNull();
  }

  private static <T> T pick(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  private Set<String> keys() {
    Set<String> found = new TreeSet<>();
    for (DialectTable table : rules.tables()) {
      Stream.concat(
              table.fields().values().stream().flatMap(Collection::stream),
              table.usage().buckets().values().stream().flatMap(Collection::stream))
          .map(NormaliserPropertyTest::key)
          .forEach(found::add);
      table.kinds().stream().map(KindRule::key).filter(Objects::nonNull).forEach(found::add);
    }
    return found;
  }

  private static String key(Source source) {
    if (source instanceof Source.Attribute s) {
      return s.key();
    } else if (source instanceof Source.InJson s) {
      return s.json();
    } else if (source instanceof Source.InPython s) {
      return s.python();
    } else if (source instanceof Source.Indexed s) {
      return s.indexed() + "0.content";
    } else if (source instanceof Source.AttributeWhere s) {
      return s.where();
    }
    return "x";
  }

  private List<String> scopes() {
    List<String> found = new ArrayList<>(List.of("travel-app"));
    for (DialectTable table : rules.tables()) {
      for (Condition condition : table.detect()) {
        Stream.of(condition.scope(), condition.scopePrefix())
            .filter(Objects::nonNull)
            .forEach(found::add);
      }
    }
    return found;
  }
}
