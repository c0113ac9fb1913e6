// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import java.util.List;

/**
 * A request, cut: what goes to Kafka and what is refused.
 *
 * @param receivedItems items in the request; = the records' and the refused
 */
public record CutRequest(List<OutgoingRecord> records, Rejections rejections, int receivedItems) {
  public CutRequest {
    records = List.copyOf(records);
  }
}
