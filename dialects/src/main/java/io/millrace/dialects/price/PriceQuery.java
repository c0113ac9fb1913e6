// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import io.millrace.schemas.TokenUsage;
import java.util.Objects;

/**
 * One model call to be priced.
 *
 * @param provider canonical (gen_ai.provider.name), '' = not known
 * @param responseModel as answered, asked first; '' = not known
 * @param requestModel as requested; '' = not known
 * @param usage in Millrace's convention: input includes cache, output includes reasoning
 * @param serviceTier e.g. priority, flex, batch; '', default and standard are the list price
 * @param eventTimeUnixNano when the call started: prices are dated
 */
public record PriceQuery(
    String provider,
    String responseModel,
    String requestModel,
    TokenUsage usage,
    String serviceTier,
    long eventTimeUnixNano) {
  public PriceQuery {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(responseModel, "responseModel");
    Objects.requireNonNull(requestModel, "requestModel");
    Objects.requireNonNull(usage, "usage");
    Objects.requireNonNull(serviceTier, "serviceTier");
  }
}
