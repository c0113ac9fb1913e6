// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.table;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The token counts that a dialect's table can say how to read, before any convention is applied.
 */
public enum Bucket {
  @JsonProperty("input")
  INPUT,
  @JsonProperty("output")
  OUTPUT,
  /** Asked only where input or output is missing: some emitters compute it wrong. */
  @JsonProperty("total")
  TOTAL,
  @JsonProperty("cacheRead")
  CACHE_READ,
  @JsonProperty("cacheWrite")
  CACHE_WRITE,
  @JsonProperty("cacheWrite1h")
  CACHE_WRITE_1H,
  @JsonProperty("reasoning")
  REASONING
}
