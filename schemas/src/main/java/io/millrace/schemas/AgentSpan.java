// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas;

import java.util.List;
import java.util.Map;

/**
 * One span in Millrace's own words: what the dialects make of an OTLP span, and all that the rest
 * of the pipeline knows of it. Values are the span's <em>own</em>: nothing is inherited from
 * parents here, that is the stitcher's work. Absent strings are ''.
 *
 * @param header what OTLP itself says
 * @param meaning what the dialect makes of it
 * @param outcome how it ended
 * @param identity whose it is
 * @param modelCall the model's side; {@link ModelCall#NONE} where the span says nothing of a model
 * @param toolUse the tool's side; {@link ToolUse#NONE} where the span is not a tool's
 * @param tags free labels; a bare tag is a key with the value ''
 * @param content the wide part, stored beside the numbers and never held in state
 */
public record AgentSpan(
    Header header,
    Meaning meaning,
    Outcome outcome,
    Identity identity,
    ModelCall modelCall,
    ToolUse toolUse,
    Map<String, String> tags,
    Content content) {

  public AgentSpan {
    tags = Map.copyOf(tags);
  }

  /**
   * What OTLP itself says of the span.
   *
   * @param traceId 32 lower-case hex digits
   * @param spanId 16 lower-case hex digits
   * @param parentSpanId the same, or '' for a root
   * @param startTimeUnixNano as reported, however implausible
   * @param endTimeUnixNano as reported; 0 = still open
   */
  public record Header(
      String traceId,
      String spanId,
      String parentSpanId,
      String name,
      OtlpSpanKind otlpKind,
      long startTimeUnixNano,
      long endTimeUnixNano,
      String serviceName,
      String scopeName,
      String scopeVersion) {}

  /**
   * What the dialect makes of the span.
   *
   * @param dialect name of the dialect that decided the kind, e.g. {@code openhands}
   * @param rulesVersion version of the rule set that was applied
   * @param usageRule the rule that read the usage and decided what its buckets include, '' without
   *     usage
   * @param kind canonical kind
   * @param turn whether this span is a user turn of its own; where no span of a trace is one, the
   *     trace is
   * @param notTurn whether it says of its trace that no user began it: a sub-agent's, or one that
   *     looks at what a sub-agent has done
   * @param noise whether it is plumbing of the agent's process, which tells nothing of what it did
   * @param completeness 0 to 7: of two versions of one span the higher wins (a placeholder that an
   *     SDK sends before the real span has 0, an ordinary span 1)
   * @param attributeCount attributes on the span as sent
   * @param contentHash 64-bit hash of the span's bytes as sent: breaks ties between versions
   */
  public record Meaning(
      String dialect,
      String rulesVersion,
      String usageRule,
      AgentSpanKind kind,
      boolean turn,
      boolean notTurn,
      boolean noise,
      int completeness,
      int attributeCount,
      long contentHash) {}

  /**
   * How the span ended.
   *
   * @param finishReason canonical: stop, length, tool_calls, content_filter, error, or the
   *     emitter's own word
   */
  public record Outcome(
      SpanStatus status, String statusMessage, String errorType, String finishReason) {}

  /**
   * Whose span it is, as far as it says so itself.
   *
   * @param userId the human, never a device or install hash
   */
  public record Identity(String sessionId, String userId, String agentName) {}

  /**
   * The model's side of the span.
   *
   * @param provider canonical name of OTel's gen_ai.provider.name, '' when only a framework is
   *     known
   * @param requestModel as asked for
   * @param responseModel as answered, may carry a date
   * @param responseId the provider's id of the answer: two spans with one id tell the same call
   * @param serviceTier e.g. default, priority, flex, batch; '' = standard
   * @param usage tokens
   * @param emitterCostPicoUsd what the emitter itself says it cost, in 1e-12 USD; null = not said
   * @param emitterInputCostPicoUsd what of that is input, cache included; null = not said
   * @param emitterOutputCostPicoUsd what of that is output; null = not said
   * @param timeToFirstTokenNanos null = not said
   * @param attemptCount how often the provider was asked, at least 1
   * @param requestedTools the tool calls that the answer asks for, in order
   * @param answeredTools the tool calls whose results came with this request, in order; only of
   *     emitters that send no span of a tool, so that nothing else tells them
   */
  public record ModelCall(
      String provider,
      String requestModel,
      String responseModel,
      String responseId,
      String serviceTier,
      TokenUsage usage,
      Long emitterCostPicoUsd,
      Long emitterInputCostPicoUsd,
      Long emitterOutputCostPicoUsd,
      Long timeToFirstTokenNanos,
      int attemptCount,
      List<RequestedTool> requestedTools,
      List<AnsweredTool> answeredTools) {
    public static final ModelCall NONE =
        new ModelCall(
            "", "", "", "", "", TokenUsage.NONE, null, null, null, null, 1, List.of(), List.of());

    public ModelCall {
      requestedTools = List.copyOf(requestedTools);
      answeredTools = List.copyOf(answeredTools);
    }
  }

  /** A tool call that a model asked for: the name in it is the one that counts. */
  public record RequestedTool(String callId, String name) {}

  /**
   * A tool call that was executed, as its result in a model's input tells it.
   *
   * @param callId '' where the messages have none
   * @param name as the model used it
   * @param failed whether the result is marked as an error
   */
  public record AnsweredTool(String callId, String name, boolean failed) {}

  /**
   * The tool's side of the span.
   *
   * @param name as this span calls it; the name that the model used wins, by call id
   * @param callId '' where the dialect has none
   * @param counts false for a framework's phantom or phase span, which is no call
   */
  public record ToolUse(String name, String callId, boolean counts) {
    public static final ToolUse NONE = new ToolUse("", "", false);
  }

  /**
   * The wide part of the span: prompts, answers, attributes.
   *
   * @param input what went in, as the dialect tells it
   * @param output what came out
   * @param messages canonical chat as JSON: [{"role","parts":[…]}] of OTel's
   *     gen_ai.input/output.messages
   * @param requestPreview at most 1000 characters of what the user asked, '' if this span does not
   *     tell
   * @param responsePreview at most 1000 characters of what was answered
   * @param attributes all attributes as sent; values that are not strings as JSON
   * @param resource the resource's, likewise
   * @param events JSON array
   * @param links JSON array
   * @param raw the OTLP span, protobuf
   */
  public record Content(
      String input,
      String output,
      String messages,
      String requestPreview,
      String responsePreview,
      Map<String, String> attributes,
      Map<String, String> resource,
      String events,
      String links,
      byte[] raw) {}
}
