// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.table;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The fields of a canonical span that a dialect's table can say how to read. */
public enum Field {
  @JsonProperty("session")
  SESSION,
  @JsonProperty("user")
  USER,
  @JsonProperty("agent")
  AGENT,
  @JsonProperty("provider")
  PROVIDER,
  @JsonProperty("requestModel")
  REQUEST_MODEL,
  @JsonProperty("responseModel")
  RESPONSE_MODEL,
  @JsonProperty("responseId")
  RESPONSE_ID,
  @JsonProperty("serviceTier")
  SERVICE_TIER,
  @JsonProperty("finishReason")
  FINISH_REASON,
  @JsonProperty("attemptCount")
  ATTEMPT_COUNT,
  /** USD, a decimal number. */
  @JsonProperty("emitterCostUsd")
  EMITTER_COST_USD,
  /** What of it is input, cache included. */
  @JsonProperty("emitterInputCostUsd")
  EMITTER_INPUT_COST_USD,
  /** What of it is output. */
  @JsonProperty("emitterOutputCostUsd")
  EMITTER_OUTPUT_COST_USD,
  @JsonProperty("errorType")
  ERROR_TYPE,
  @JsonProperty("statusMessage")
  STATUS_MESSAGE,
  @JsonProperty("toolName")
  TOOL_NAME,
  @JsonProperty("toolCallId")
  TOOL_CALL_ID,
  @JsonProperty("systemInstructions")
  SYSTEM_INSTRUCTIONS,
  @JsonProperty("inputMessages")
  INPUT_MESSAGES,
  @JsonProperty("outputMessages")
  OUTPUT_MESSAGES,
  /** What went in, as the dialect tells it. */
  @JsonProperty("input")
  INPUT,
  /** What came out, likewise. */
  @JsonProperty("output")
  OUTPUT,
  /** What the user asked, where a root, agent or turn span tells it. */
  @JsonProperty("requestText")
  REQUEST_TEXT,
  /** What was answered, likewise. */
  @JsonProperty("responseText")
  RESPONSE_TEXT
}
