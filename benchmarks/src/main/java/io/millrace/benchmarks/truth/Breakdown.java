// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.truth;

/** By what a measure is broken down. */
public enum Breakdown {
  /** Not at all. */
  TOTAL,
  /** Of the start, in seconds since the epoch. */
  MINUTE,
  SERVICE,
  AGENT,
  USER,
  SESSION,
  PROVIDER,
  MODEL,
  TOOL,
  DIALECT
}
