// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.dialects.chat.Chat;
import io.millrace.dialects.otlp.AnyValues;
import io.millrace.dialects.otlp.Numbers;
import io.millrace.dialects.otlp.SpanView;
import io.millrace.dialects.table.Field;
import io.millrace.schemas.AgentSpan.ModelCall;
import io.millrace.schemas.AgentSpan.RequestedTool;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.TokenUsage;
import java.util.List;

/** The model's side of a span. */
public final class ModelCallReader {
  private static final int MAX_ATTEMPTS = 1_000;

  /**
   * What the emitter says it cost. The parts are both told or neither: those that exceed the whole
   * (a discount went off it), or are 0 though it is not, tell nothing.
   */
  private record EmitterCost(Long picoUsd, Long inputPicoUsd, Long outputPicoUsd) {
    static EmitterCost read(Dialect dialect, SpanView span) {
      Long all = Numbers.picoUsd(dialect.find(Field.EMITTER_COST_USD, span));
      Long input = Numbers.picoUsd(dialect.find(Field.EMITTER_INPUT_COST_USD, span));
      Long output = Numbers.picoUsd(dialect.find(Field.EMITTER_OUTPUT_COST_USD, span));
      boolean apart = all != null && input != null && output != null && fit(all, input + output);
      return apart ? new EmitterCost(all, input, output) : new EmitterCost(all, null, null);
    }

    private static boolean fit(long all, long parts) {
      return parts <= all && (parts > 0 || all == 0);
    }
  }

  private final Providers providers;

  public ModelCallReader(Providers providers) {
    this.providers = providers;
  }

  /** What the span says of a model; {@link ModelCall#NONE} where it says nothing. */
  public ModelCall read(
      Dialect dialect, SpanView span, AgentSpanKind kind, TokenUsage usage, Chat chat) {
    String requestModel = dialect.findText(Field.REQUEST_MODEL, span);
    String responseModel = dialect.findText(Field.RESPONSE_MODEL, span);
    String provider =
        providers.canonical(dialect.findText(Field.PROVIDER, span), requestModel, responseModel);
    EmitterCost cost = EmitterCost.read(dialect, span);
    boolean silent =
        !kind.isModelCall()
            && usage.equals(TokenUsage.NONE)
            && cost.picoUsd() == null
            && requestModel.isEmpty()
            && responseModel.isEmpty();
    if (silent) {
      return ModelCall.NONE;
    }
    List<RequestedTool> requested = kind.isModelCall() ? chat.requestedTools() : List.of();
    boolean toolsInMessages = kind.isModelCall() && dialect.tellsToolsInMessages(span);
    return new ModelCall(
        provider,
        providers.modelWithoutRoute(requestModel, provider),
        providers.modelWithoutRoute(responseModel, provider),
        dialect.findText(Field.RESPONSE_ID, span),
        dialect.findText(Field.SERVICE_TIER, span),
        usage,
        cost.picoUsd(),
        cost.inputPicoUsd(),
        cost.outputPicoUsd(),
        FirstTokenReader.read(dialect, span),
        attempts(dialect, span),
        requested,
        toolsInMessages ? chat.answeredTools() : List.of());
  }

  /** The canonical finish reason of the span, '' where it has none. */
  public String finishReason(Dialect dialect, SpanView span, Chat chat) {
    JsonNode reasons = AnyValues.parsed(dialect.find(Field.FINISH_REASON, span));
    JsonNode reason = reasons.isArray() ? reasons.path(0) : reasons;
    String reported = AnyValues.text(reason);
    return providers.finishReason(reported.isEmpty() ? chat.finishReason() : reported);
  }

  private static int attempts(Dialect dialect, SpanView span) {
    Long attempts = Numbers.tokens(dialect.find(Field.ATTEMPT_COUNT, span));
    return attempts == null ? 1 : (int) Math.max(1, Math.min(attempts, MAX_ATTEMPTS));
  }
}
