// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a write must know of what the views show. */
@FunctionalInterface
public interface Questions {
  /**
   * Asks the query API as whoever sent a request would, after what was acknowledged before.
   *
   * @param sender of the request: workspace and credentials
   * @param body of a POST; '' = none
   * @return empty where it is not there; fails with a {@link
   *     io.millrace.ingest.receive.RefusedException} that is retryable where nobody answers
   */
  CompletableFuture<Optional<JsonNode>> ask(
      RequestHeaders sender, HttpMethod method, String path, String body);
}
