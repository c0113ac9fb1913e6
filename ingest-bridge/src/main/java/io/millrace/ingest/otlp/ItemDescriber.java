// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Set;

/** Tells a refused item by name. Off the hot path: only what is refused is looked at. */
final class ItemDescriber {
  private static final int MAX_NAME_CHARS = 100;
  private static final int NAMELESS = Signal.ItemFields.NONE;

  /** Metric's gauge, sum, histogram, exponential_histogram, summary. */
  private static final Set<Integer> METRIC_DATA_FIELDS = Set.of(5, 7, 9, 10, 11);

  /** data_points, in each of them. */
  private static final int DATA_POINTS_FIELD = 1;

  private ItemDescriber() {}

  /** E.g. {@code span 'chat' (trace 0af7…, span 00f0…): 9000000 bytes with its resource}. */
  static String describe(Signal signal, byte[] request, CutItem item) {
    StringBuilder text = new StringBuilder(signal.item().noun());
    String name = name(signal, request, item);
    if (!name.isEmpty()) {
      text.append(" '").append(name).append('\'');
    }
    if (item.ids().hasTrace()) {
      HexFormat hex = HexFormat.of();
      text.append(" of trace ")
          .append(hex.toHexDigits(item.ids().traceHigh()))
          .append(hex.toHexDigits(item.ids().traceLow()));
    }
    return text.append(": ")
        .append(item.standaloneBytes())
        .append(" bytes with its resource")
        .toString();
  }

  /** The data points of a metric; 1 for any other item, and for a metric that cannot be read. */
  static long protocolCount(Signal signal, byte[] request, CutItem item) {
    if (signal != Signal.METRICS) {
      return 1;
    }
    CodedInputStream in = CodedInputStream.newInstance(request, item.start(), item.length());
    long count = 0;
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (METRIC_DATA_FIELDS.contains(WireFormat.getTagFieldNumber(tag))
            && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
          count += dataPoints(in);
        } else {
          in.skipField(tag);
        }
      }
    } catch (IOException e) {
      // A client that sends a broken metric is told of one refusal, not of a number made up.
      return 1;
    }
    return Math.max(1, count);
  }

  private static long dataPoints(CodedInputStream in) throws IOException {
    int outerLimit = in.pushLimit(in.readRawVarint32());
    long count = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      count += WireFormat.getTagFieldNumber(tag) == DATA_POINTS_FIELD ? 1 : 0;
      in.skipField(tag);
    }
    in.popLimit(outerLimit);
    return count;
  }

  private static String name(Signal signal, byte[] request, CutItem item) {
    int field = signal.item().name();
    if (field == NAMELESS) {
      return "";
    }
    CodedInputStream in = CodedInputStream.newInstance(request, item.start(), item.length());
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == (field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
          String name = in.readString().replaceAll("\\p{Cntrl}", " ");
          return name.substring(0, Math.min(name.length(), MAX_NAME_CHARS));
        }
        in.skipField(tag);
      }
    } catch (IOException e) {
      return "unreadable";
    }
    return "";
  }
}
