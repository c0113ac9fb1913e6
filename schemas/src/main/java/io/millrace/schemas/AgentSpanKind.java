// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas;

/** What a span of an agent is, whatever its dialect calls it. The column {@code spans.kind}. */
public enum AgentSpanKind {
  /** One call of a language model. */
  LLM,
  /** One call of an embedding model. */
  EMBEDDING,
  /** One call of a reranking model. */
  RERANKER,
  /** One executed tool call. */
  TOOL,
  /** An agent's run or turn, around model and tool calls. */
  AGENT,
  /** A step, workflow or any other wrapper that the dialect names as such. */
  CHAIN,
  /** A look-up in a store of documents. */
  RETRIEVER,
  /** A check of an input or output. */
  GUARDRAIL,
  /** A judgement of quality. */
  EVALUATOR,
  /** A read or write of an agent's memory. */
  MEMORY,
  /** Anything else. */
  SPAN;

  /** Whether a span of this kind is a call of a model, and so may own usage. */
  public boolean isModelCall() {
    return this == LLM || this == EMBEDDING || this == RERANKER;
  }
}
