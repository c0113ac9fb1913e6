// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.OtlpEnvelope;
import io.millrace.schemas.TokenUsage;
import io.millrace.stream.state.PackedFacts;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.Tag;
import io.millrace.stream.state.ToolAnswer;
import io.millrace.stream.state.ToolRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * From the canonical span to what the stitcher holds of it. Texts are capped here: state must stay
 * small.
 */
final class SpanFacts {
  /**
   * No model reads this much at once; beyond it a count is an emitter's error and is not taken
   * over.
   */
  private static final long MAX_TOKENS = 1_000_000_000_000L;

  private static final int MAX_ID_CHARS = 512;
  private static final int MAX_TEXT_CHARS = 2_000;
  private static final int MAX_REQUESTED_TOOLS = 256;
  private static final int MAX_TAGS = 64;

  private static final Set<Schema.Type> PRIMITIVES =
      EnumSet.of(
          Schema.Type.BOOLEAN,
          Schema.Type.INT,
          Schema.Type.LONG,
          Schema.Type.FLOAT,
          Schema.Type.DOUBLE);

  /** Places of the fields that may not be null, but could be: numbers and booleans cannot. */
  private static final int[] REQUIRED =
      SpanFact.getClassSchema().getFields().stream()
          .filter(field -> !field.schema().isNullable() && !PRIMITIVES.contains(type(field)))
          .mapToInt(Schema.Field::pos)
          .toArray();

  private SpanFacts() {}

  /**
   * An arrival.
   *
   * @param rank orders the versions of the span
   * @throws IllegalStateException if a dialect left a field out that state cannot do without
   */
  static SpanArrival arrival(AgentSpan span, long rank, OtlpEnvelope envelope) {
    AgentSpan.Content content = span.content();
    SpanFact fact = fact(span, rank, envelope);
    requireComplete(fact);
    return new SpanArrival(
        envelope.getWorkspace(),
        required(span.header().traceId(), "traceId"),
        fact.getSpanId(),
        fact.getStartTimeUnixNano(),
        fact.getEndTimeUnixNano(),
        fact.getReceivedTimeUnixNano(),
        ByteBuffer.wrap(PackedFacts.pack(fact)),
        previewRank(span),
        required(content.requestPreview(), "requestPreview"),
        required(content.responsePreview(), "responsePreview"),
        null);
  }

  private static void requireComplete(SpanFact fact) {
    for (int place : REQUIRED) {
      if (fact.get(place) == null) {
        throw missing(SpanFact.getClassSchema().getFields().get(place).name());
      }
    }
  }

  private static String required(String text, String name) {
    if (text == null) {
      throw missing(name);
    }
    return text;
  }

  private static IllegalStateException missing(String name) {
    return new IllegalStateException("the span's " + name + " is null");
  }

  private static Schema.Type type(Schema.Field field) {
    return field.schema().getType();
  }

  /** Who speaks for the trace: its root, agents and turns before its model calls. */
  private static int previewRank(AgentSpan span) {
    boolean outer =
        span.header().parentSpanId().isEmpty()
            || span.meaning().turn()
            || span.meaning().kind() == AgentSpanKind.AGENT;
    return outer ? 2 : 1;
  }

  private static SpanFact fact(AgentSpan span, long rank, OtlpEnvelope envelope) {
    SpanFact fact = new SpanFact();
    fact.setExperimentId(envelope.getExperimentId());
    fact.setExperimentExplicit(envelope.getExperimentExplicit());
    fact.setExperimentTimeUnixNano(envelope.getReceivedTimeUnixNano());
    fact.setReceivedTimeUnixNano(envelope.getReceivedTimeUnixNano());
    fact.setRank(rank);
    fillHeader(fact, span.header());
    fillMeaning(fact, span);
    fillModelCall(fact, span.modelCall());
    fact.setToolName(id(span.toolUse().name()));
    fact.setToolCallId(id(span.toolUse().callId()));
    fact.setToolCounts(span.toolUse().counts());
    fact.setTags(tags(span.tags()));
    return fact;
  }

  private static void fillHeader(SpanFact fact, AgentSpan.Header header) {
    fact.setSpanId(header.spanId());
    // a parent's id is not checked by anyone, so it may have any length
    fact.setParentSpanId(id(header.parentSpanId()));
    fact.setName(id(header.name()));
    fact.setOtlpKind(header.otlpKind().name());
    fact.setStartTimeUnixNano(header.startTimeUnixNano());
    fact.setEndTimeUnixNano(header.endTimeUnixNano());
    fact.setServiceName(id(header.serviceName()));
    fact.setScopeName(id(header.scopeName()));
    fact.setScopeVersion(id(header.scopeVersion()));
  }

  private static void fillMeaning(SpanFact fact, AgentSpan span) {
    AgentSpan.Meaning meaning = span.meaning();
    fact.setDialect(meaning.dialect());
    fact.setRulesVersion(meaning.rulesVersion());
    fact.setUsageRule(meaning.usageRule());
    fact.setKind(meaning.kind().name());
    fact.setTurn(meaning.turn());
    fact.setNotTurn(meaning.notTurn());
    fact.setNoise(meaning.noise());
    AgentSpan.Outcome outcome = span.outcome();
    fact.setStatus(outcome.status().name());
    fact.setStatusMessage(capped(outcome.statusMessage(), MAX_TEXT_CHARS));
    fact.setErrorType(id(outcome.errorType()));
    fact.setFinishReason(id(outcome.finishReason()));
    fact.setSessionId(id(span.identity().sessionId()));
    fact.setUserId(id(span.identity().userId()));
    fact.setAgentName(id(span.identity().agentName()));
  }

  private static void fillModelCall(SpanFact fact, AgentSpan.ModelCall call) {
    fact.setProvider(id(call.provider()));
    fact.setRequestModel(id(call.requestModel()));
    fact.setResponseModel(id(call.responseModel()));
    fact.setResponseId(id(call.responseId()));
    fact.setServiceTier(id(call.serviceTier()));
    TokenUsage usage = call.usage();
    fact.setInputTokens(tokens(usage.inputTokens()));
    fact.setOutputTokens(tokens(usage.outputTokens()));
    fact.setCacheReadTokens(tokens(usage.cacheReadTokens()));
    fact.setCacheWriteTokens(tokens(usage.cacheWriteTokens()));
    fact.setCacheWrite1hTokens(tokens(usage.cacheWrite1hTokens()));
    fact.setReasoningTokens(tokens(usage.reasoningTokens()));
    fact.setEmitterCostPicoUsd(call.emitterCostPicoUsd());
    fact.setEmitterInputCostPicoUsd(call.emitterInputCostPicoUsd());
    fact.setEmitterOutputCostPicoUsd(call.emitterOutputCostPicoUsd());
    fact.setTimeToFirstTokenNanos(call.timeToFirstTokenNanos());
    fact.setAttemptCount(call.attemptCount());
    fact.setRequestedTools(requestedTools(call.requestedTools()));
    fact.setAnsweredTools(answeredTools(call.answeredTools()));
  }

  private static List<ToolRequest> requestedTools(List<AgentSpan.RequestedTool> requested) {
    List<ToolRequest> kept = new ArrayList<>(Math.min(requested.size(), MAX_REQUESTED_TOOLS));
    for (int i = 0; i < requested.size() && i < MAX_REQUESTED_TOOLS; i++) {
      AgentSpan.RequestedTool tool = requested.get(i);
      kept.add(new ToolRequest(id(tool.callId()), id(tool.name())));
    }
    return kept;
  }

  private static List<ToolAnswer> answeredTools(List<AgentSpan.AnsweredTool> answered) {
    List<ToolAnswer> kept = new ArrayList<>(Math.min(answered.size(), MAX_REQUESTED_TOOLS));
    for (int i = 0; i < answered.size() && i < MAX_REQUESTED_TOOLS; i++) {
      AgentSpan.AnsweredTool tool = answered.get(i);
      kept.add(new ToolAnswer(id(tool.callId()), id(tool.name()), tool.failed()));
    }
    return kept;
  }

  private static List<Tag> tags(Map<String, String> tags) {
    if (tags.isEmpty()) {
      return List.of();
    }
    String[] keys = tags.keySet().toArray(String[]::new);
    Arrays.sort(keys);
    List<Tag> kept = new ArrayList<>(Math.min(keys.length, MAX_TAGS));
    for (int i = 0; i < keys.length && i < MAX_TAGS; i++) {
      kept.add(new Tag(id(keys[i]), id(tags.get(keys[i]))));
    }
    return kept;
  }

  private static Long tokens(Long count) {
    return count != null && count > MAX_TOKENS ? null : count;
  }

  private static String id(String text) {
    return capped(text, MAX_ID_CHARS);
  }

  /** At most so many chars, never half a surrogate pair. */
  private static String capped(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
    return text.substring(0, end);
  }
}
