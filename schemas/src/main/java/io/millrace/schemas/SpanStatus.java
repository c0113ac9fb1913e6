// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas;

/** How a span ended as the agent meant it: OTLP's status, corrected by the rules of the dialect. */
public enum SpanStatus {
  UNSET,
  OK,
  ERROR
}
