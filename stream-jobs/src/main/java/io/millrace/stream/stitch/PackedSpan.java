// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.stream.state.HeldSpan;
import io.millrace.stream.state.PackedFacts;
import io.millrace.stream.state.SpanFact;
import java.io.IOException;
import org.apache.avro.io.Encoder;
import org.apache.flink.formats.avro.utils.DataOutputEncoder;

/**
 * A held span whose fact stays packed, and is read anew each time that it is asked for; in state it
 * is a {@link HeldSpan} like any other.
 */
final class PackedSpan extends HeldSpan {
  private static final long serialVersionUID = 1L;

  private static final int FACT_FIELD = HeldSpan.getClassSchema().getField("fact").pos();

  private final byte[] packed;

  /**
   * A span with what was told of it.
   *
   * @param packed its fact, by {@link PackedFacts}
   */
  PackedSpan(byte[] packed, long rowFingerprint, long toldVersion) {
    super(null, rowFingerprint, toldVersion);
    this.packed = packed;
  }

  /** The same span, told otherwise. */
  static HeldSpan told(HeldSpan span, long rowFingerprint, long toldVersion) {
    return span instanceof PackedSpan same
        ? new PackedSpan(same.packed, rowFingerprint, toldVersion)
        : new HeldSpan(span.getFact(), rowFingerprint, toldVersion);
  }

  @Override
  public SpanFact getFact() {
    return PackedFacts.unpack(packed);
  }

  @Override
  public Object get(int field) {
    return field == FACT_FIELD ? getFact() : super.get(field);
  }

  @Override
  public void customEncode(Encoder out) throws IOException {
    if (!(out instanceof DataOutputEncoder)) {
      new HeldSpan(getFact(), getRowFingerprint(), getToldVersion()).customEncode(out);
      return;
    }
    out.writeFixed(packed); // just these bytes: what a packed fact is
    out.writeLong(getRowFingerprint());
    out.writeLong(getToldVersion());
  }
}
