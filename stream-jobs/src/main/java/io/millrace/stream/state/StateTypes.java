// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.state;

import io.millrace.schemas.AvroTrust;
import java.util.List;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;

/**
 * Types of the records that are held in state or travel between operators. They are written by the
 * code that Avro generates into each class, a fifth of the cost of walking its schema; the bytes
 * are the same.
 */
public final class StateTypes {
  static {
    AvroTrust.grant();
    List.of(
            SpanArrival.class,
            SpanFact.class,
            HeldSpan.class,
            TraceSummary.class,
            SmallTrace.class,
            TraceNotes.class,
            MinuteCell.class,
            MinuteTotal.class)
        .forEach(type -> SpecificData.getForClass(type).setCustomCoders(true));
  }

  private StateTypes() {}

  /** The type of a record, for descriptors of state and for streams. */
  public static <T extends SpecificRecordBase> AvroTypeInfo<T> of(Class<T> type) {
    return new AvroTypeInfo<>(type);
  }
}
