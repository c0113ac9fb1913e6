// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.system;

import java.net.URI;
import java.util.Optional;

/**
 * Where the other parts tell their metrics, in Prometheus' text format.
 *
 * @param supervisor query-api.supervisor-metrics-url: of the supervisor of this machine's
 *     processes; empty = there is none
 * @param bridge query-api.bridge-metrics-url: of a bridge; empty = nothing is known of the log
 */
public record MetricsPages(Optional<URI> supervisor, Optional<URI> bridge) {
  /** None are known. */
  public static final MetricsPages NONE = new MetricsPages(Optional.empty(), Optional.empty());
}
