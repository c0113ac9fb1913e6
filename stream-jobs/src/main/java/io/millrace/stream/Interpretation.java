// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream;

import io.millrace.stream.trace.CostPrecedence;
import java.io.Serializable;

/**
 * How the job reads what it gets, as far as it can be chosen.
 *
 * @param costPrecedence which cost counts where both are known
 * @param prices what is added to the price book
 * @param noise what becomes of spans that tell nothing of the agent
 */
public record Interpretation(CostPrecedence costPrecedence, PriceFiles prices, NoisePolicies noise)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}
