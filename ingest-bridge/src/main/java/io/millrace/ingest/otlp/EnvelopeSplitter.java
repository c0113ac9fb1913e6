// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import io.millrace.schemas.OtlpEnvelope;
import io.millrace.schemas.ScopeGroup;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Packs items of one key into envelopes, as many as fit; an item that fits in none is alone. */
final class EnvelopeSplitter {
  /** The envelope's own fields: workspace, experiment, instance, numbers. */
  private static final int ENVELOPE_BYTES = 400;

  /** Avro's length before an item. */
  private static final int ITEM_FRAMING_BYTES = 5;

  private final int maxRecordBytes;
  private final byte[] request;
  private final List<OtlpEnvelope> envelopes = new ArrayList<>();
  private List<ScopeGroup> groups = new ArrayList<>();
  private CutScope openScope;
  private long openBytes = ENVELOPE_BYTES;
  private int openItems;

  EnvelopeSplitter(int maxRecordBytes, byte[] request) {
    this.maxRecordBytes = maxRecordBytes;
    this.request = request;
  }

  void add(CutItem item) {
    if (openItems > 0 && openBytes + addedBytes(item) > maxRecordBytes) {
      close();
    }
    openBytes += addedBytes(item);
    if (item.scope() != openScope) {
      openScope = item.scope();
      groups.add(group(openScope));
    }
    groups.get(groups.size() - 1).getItems().add(item.bytes(request));
    openItems++;
  }

  /** The envelopes, in order; sender, time and sequence are still to be set. */
  List<OtlpEnvelope> finish() {
    if (openItems > 0) {
      close();
    }
    return envelopes;
  }

  private long addedBytes(CutItem item) {
    long groupBytes = item.scope() == openScope ? 0 : item.scope().encodedBytes();
    return groupBytes + item.length() + ITEM_FRAMING_BYTES;
  }

  private void close() {
    OtlpEnvelope envelope = new OtlpEnvelope();
    envelope.setGroups(groups);
    envelope.setItemCount(openItems);
    envelopes.add(envelope);
    groups = new ArrayList<>();
    openScope = null;
    openBytes = ENVELOPE_BYTES;
    openItems = 0;
  }

  private static ScopeGroup group(CutScope scope) {
    return new ScopeGroup(
        ByteBuffer.wrap(scope.resource.resource),
        scope.resource.schemaUrl,
        ByteBuffer.wrap(scope.scope),
        scope.schemaUrl,
        new ArrayList<>());
  }
}
