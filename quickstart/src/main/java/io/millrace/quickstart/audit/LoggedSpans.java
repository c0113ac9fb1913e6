// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.audit;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.millrace.schemas.OtlpEnvelope;
import io.millrace.schemas.ScopeGroup;
import io.millrace.schemas.registry.SchemaCoder;
import io.millrace.schemas.registry.UndecodableException;
import io.millrace.sql.audit.StoredSpans.Place;
import io.millrace.sql.audit.StoredSpans.WorkspaceMinute;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a record of the raw log holds, read apart from the code that the job reads it with. */
final class LoggedSpans {
  private static final long MINUTE_SECONDS = 60;
  private static final int WHOLE_RECORD = -1;

  private final SchemaCoder coder;

  LoggedSpans(SchemaCoder coder) {
    this.coder = coder;
  }

  /** Takes what is found. */
  interface Findings {
    /**
     * Occurrences that the bridge has published; 1 of the workspace '' where nothing is legible.
     */
    void published(WorkspaceMinute minute, long occurrences);

    /** One span. */
    void span(Place place, String workspace, String traceId, String spanId);
  }

  void read(ConsumerRecord<byte[], byte[]> message, Findings findings) throws IOException {
    OtlpEnvelope envelope;
    try {
      envelope = coder.decode(message.value(), OtlpEnvelope.class);
    } catch (UndecodableException unreadable) {
      findings.published(minute("", TimeUnit.MILLISECONDS.toSeconds(message.timestamp())), 1);
      return;
    }
    long received = TimeUnit.NANOSECONDS.toSeconds(envelope.getReceivedTimeUnixNano());
    findings.published(minute(envelope.getWorkspace(), received), envelope.getItemCount());
    int position = 0;
    for (ScopeGroup group : envelope.getGroups()) {
      for (ByteBuffer item : group.getItems()) {
        Place place = new Place(message.partition(), message.offset(), position++);
        readIds(place, envelope.getWorkspace(), item, findings);
      }
    }
  }

  private static WorkspaceMinute minute(String workspace, long epochSecond) {
    return new WorkspaceMinute(
        workspace, Math.floorDiv(epochSecond, MINUTE_SECONDS) * MINUTE_SECONDS);
  }

  /** Ids only: a span that breaks off after them is still the span of these ids. */
  private static void readIds(Place place, String workspace, ByteBuffer item, Findings findings) {
    String traceId = "";
    String spanId = "";
    try {
      CodedInputStream in = CodedInputStream.newInstance(item.duplicate());
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == bytesTag(Span.TRACE_ID_FIELD_NUMBER)) {
          traceId = hex(in.readBytes());
        } else if (tag == bytesTag(Span.SPAN_ID_FIELD_NUMBER)) {
          spanId = hex(in.readBytes());
        } else {
          in.skipField(tag);
        }
      }
    } catch (IOException unreadable) {
      // The job has made a dead letter of it, which the caller looks for by its place.
    }
    findings.span(place, workspace, traceId, spanId);
  }

  private static int bytesTag(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  /** Whether a place or the whole record that it is in is one of these. */
  static boolean isIn(Set<Place> places, Place place) {
    return places.contains(place)
        || places.contains(new Place(place.partition(), place.offset(), WHOLE_RECORD));
  }
}
