// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import io.millrace.dialects.chat.Chat;
import io.millrace.dialects.engine.ContentReader;
import io.millrace.dialects.engine.Detector;
import io.millrace.dialects.engine.Dialect;
import io.millrace.dialects.engine.KindReader;
import io.millrace.dialects.engine.ModelCallReader;
import io.millrace.dialects.engine.OutcomeReader;
import io.millrace.dialects.engine.Providers;
import io.millrace.dialects.engine.SpanReader;
import io.millrace.dialects.engine.TagReader;
import io.millrace.dialects.engine.UsageReader;
import io.millrace.dialects.otlp.ContentHash;
import io.millrace.dialects.otlp.SpanView;
import io.millrace.dialects.table.RuleSet;
import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpanKind;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * Makes of an OTLP span what it means, whatever dialect it is in. Pure and thread-safe: the same
 * span and rules give the same result, always.
 */
public final class Normaliser {
  private final RuleSet rules;
  private final Detector detector;
  private final ModelCallReader modelCalls;

  private Normaliser(RuleSet rules) {
    this.rules = rules;
    this.detector = new Detector(rules);
    this.modelCalls = new ModelCallReader(new Providers(rules.vocabulary()));
  }

  /**
   * One with the rules that this build carries. Costly: make one a process.
   *
   * @throws java.io.UncheckedIOException a table is missing or malformed
   */
  public static Normaliser bundled() {
    return new Normaliser(RuleSet.bundled());
  }

  /** The version of the rules, as every span that they normalised carries it. */
  public String rulesVersion() {
    return rules.version();
  }

  /**
   * What the span means.
   *
   * @param spanBytes the span as sent, protobuf
   * @throws UnreadableSpanException the span cannot have an identity
   */
  public AgentSpan normalise(
      Resource resource, InstrumentationScope scope, Span span, byte[] spanBytes) {
    SpanIdentity.require(span);
    SpanView view = new SpanView(resource, scope, span);
    Dialect dialect = detector.detect(view);
    view.unquote(dialect.jsonTexts());
    AgentSpanKind kind = KindReader.read(dialect, view);
    boolean turn = dialect.isTurn(view);
    UsageReader.Usage usage = UsageReader.read(dialect, view);
    Chat chat = ContentReader.chat(dialect, view);
    boolean tellsRequest = ContentReader.tellsRequest(kind, turn, view);
    return new AgentSpan(
        SpanReader.header(view),
        new AgentSpan.Meaning(
            dialect.name(),
            rules.version(),
            usage.rule(),
            kind,
            turn,
            dialect.isNotTurn(view),
            isNoise(dialect, view, kind, turn, usage),
            dialect.isPlaceholder(view) ? 0 : 1,
            span.getAttributesCount(),
            ContentHash.of(spanBytes)),
        OutcomeReader.read(dialect, view, kind, modelCalls.finishReason(dialect, view, chat)),
        SpanReader.identity(dialect, view),
        modelCalls.read(dialect, view, kind, usage.tokens(), chat),
        SpanReader.toolUse(dialect, view, kind),
        TagReader.read(dialect, view),
        ContentReader.read(dialect, view, chat, tellsRequest, spanBytes));
  }

  private static boolean isNoise(
      Dialect dialect, SpanView view, AgentSpanKind kind, boolean turn, UsageReader.Usage usage) {
    boolean silent = kind == AgentSpanKind.SPAN && !turn && usage.rule().isEmpty();
    return silent && dialect.isNoise(view);
  }
}
