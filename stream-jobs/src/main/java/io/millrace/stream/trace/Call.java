// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.schemas.TokenUsage;
import io.millrace.sql.row.CostParts;
import io.millrace.stream.state.CallPrice;
import io.millrace.stream.state.SpanFact;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One call of a model, or another span's usage where no call below it tells any. Several nested
 * spans may tell one call (OpenHands: tokens on the inner, cost on the outer): each field comes
 * from the owner, else from the first other member that has it.
 */
final class Call {
  /** Anthropic's dates (claude-sonnet-4-5-20250929) are part of the name that is asked for. */
  private static final Pattern SNAPSHOT_DATE = Pattern.compile("-20\\d\\d-[01]\\d-[0-3]\\d$");

  final SpanNode owner;
  final boolean modelCall;
  private final List<SpanNode> members;
  private final TokenUsage usage;

  /** Whose model a total without one goes by; null where there is none. */
  private final SpanNode modelTeller;

  /** What {@link CallPricing} found; null where no tokens are told. */
  CallPrice price;

  /** What counts: {@link CostPrecedence} chooses between computed and the emitter's. */
  Long costPicoUsd;

  /** Of what counts; the saving by the price book's rates, whoever told what counts. */
  CostParts costParts = CostParts.UNKNOWN;

  /**
   * @param members owner first, then by preference
   * @param modelCall whether the owner is a model call, so counts as one
   */
  Call(List<SpanNode> members, boolean modelCall) {
    this(members, modelCall, null);
  }

  /**
   * @param modelTeller whose model and provider it has where no member names a model; may be null
   */
  Call(List<SpanNode> members, boolean modelCall, SpanNode modelTeller) {
    this.owner = members.get(0);
    this.members = members;
    this.modelCall = modelCall;
    this.modelTeller = modelTeller;
    this.usage =
        new TokenUsage(
            first(SpanFact::getInputTokens),
            first(SpanFact::getOutputTokens),
            firstCounted(SpanFact::getCacheReadTokens),
            firstCounted(SpanFact::getCacheWriteTokens),
            firstCounted(SpanFact::getCacheWrite1hTokens),
            firstCounted(SpanFact::getReasoningTokens));
  }

  /** All spans that tell it, the owner first. */
  List<SpanNode> members() {
    return members;
  }

  boolean isError() {
    return owner.isError();
  }

  TokenUsage usage() {
    return usage;
  }

  /** Lets the computed cost count, or the emitter's. */
  void setCost(boolean computed) {
    Long saved = price == null ? null : price.getCacheSavedPicoUsd();
    if (computed) {
      costPicoUsd = price.getPicoUsd();
      costParts = new CostParts(price.getInputPicoUsd(), price.getOutputPicoUsd(), saved);
      return;
    }
    SpanFact teller = costTeller();
    costPicoUsd = teller.getEmitterCostPicoUsd();
    costParts =
        new CostParts(
            teller.getEmitterInputCostPicoUsd(), teller.getEmitterOutputCostPicoUsd(), saved);
  }

  /** Parts are those of the whole that is taken, not another member's. */
  private SpanFact costTeller() {
    for (SpanNode member : members) {
      if (member.fact.getEmitterCostPicoUsd() != null) {
        return member.fact;
      }
    }
    return owner.fact;
  }

  Long computedCostPicoUsd() {
    return price == null ? null : price.getPicoUsd();
  }

  String priceVersion() {
    return price == null ? "" : price.getPriceVersion();
  }

  boolean isUnpriced() {
    return costPicoUsd == null && usage().hasTokens();
  }

  Long emitterCostPicoUsd() {
    return costTeller().getEmitterCostPicoUsd();
  }

  Long timeToFirstTokenNanos() {
    return first(SpanFact::getTimeToFirstTokenNanos);
  }

  String provider() {
    return ofModel(SpanFact::getProvider);
  }

  String requestModel() {
    return ofModel(SpanFact::getRequestModel);
  }

  String responseModel() {
    return ofModel(SpanFact::getResponseModel);
  }

  String serviceTier() {
    return firstText(SpanFact::getServiceTier);
  }

  String finishReason() {
    return firstText(SpanFact::getFinishReason);
  }

  /**
   * The model as requested; else as answered, without the date that OpenAI's answers add to the
   * name asked for (gpt-4o-mini-2024-07-18): a fleet half of which tells only answers has one name
   * for one model.
   */
  String model() {
    String requested = requestModel();
    return requested.isEmpty()
        ? SNAPSHOT_DATE.matcher(responseModel()).replaceFirst("")
        : requested;
  }

  int attemptCount() {
    return members.stream().mapToInt(member -> member.fact.getAttemptCount()).max().orElse(1);
  }

  private Long first(Function<SpanFact, Long> field) {
    for (SpanNode member : members) {
      Long value = field.apply(member.fact);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** Zero is also what an instrumentation says that does not know: another's count is better. */
  private Long firstCounted(Function<SpanFact, Long> field) {
    for (SpanNode member : members) {
      Long value = field.apply(member.fact);
      if (value != null && value > 0) {
        return value;
      }
    }
    return first(field);
  }

  private String ofModel(Function<SpanFact, String> field) {
    boolean named =
        !(firstText(SpanFact::getRequestModel) + firstText(SpanFact::getResponseModel)).isEmpty();
    return named || modelTeller == null ? firstText(field) : field.apply(modelTeller.fact);
  }

  private String firstText(Function<SpanFact, String> field) {
    for (SpanNode member : members) {
      String text = field.apply(member.fact);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }
}
