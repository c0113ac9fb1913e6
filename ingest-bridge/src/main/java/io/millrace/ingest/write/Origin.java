// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.write;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Where a write comes from.
 *
 * @param workspace the trust boundary
 * @param received when, by the bridge's clock
 */
public record Origin(String workspace, Instant received) {
  public long receivedTimeUnixNano() {
    return TimeUnit.SECONDS.toNanos(received.getEpochSecond()) + received.getNano();
  }
}
