// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Cuts a protobuf request at item boundaries, on bytes. Of an item only the trace and span id are
 * read; attributes, names and bodies are stepped over by their length. The item's insides are
 * therefore not checked: what is broken there is found by the stream job, which keeps it.
 */
final class RequestCutter {
  private static final int FIRST = tag(1);
  private static final int SECOND = tag(2);
  private static final int SCHEMA_URL = tag(3);
  private static final int TRACE_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;

  /** What an item, its scope and its resource hold in memory until the request is cut. */
  private static final int ITEM_BYTES = 200;

  /** Items after which their memory is reserved: taking a lock for each would cost more than it. */
  private static final int ITEMS_PER_RESERVATION = 64;

  private final CodedInputStream in;
  private final LongConsumer reserve;
  private final int traceIdTag;
  private final int spanIdTag;
  private final List<CutItem> items = new ArrayList<>();

  private RequestCutter(Signal signal, byte[] request, LongConsumer reserve) {
    this.reserve = reserve;
    this.in = CodedInputStream.newInstance(request);
    this.traceIdTag = tag(signal.item().traceId());
    this.spanIdTag = tag(signal.item().spanId());
  }

  /** One level of the request: takes a field, or answers false to have it stepped over. */
  @FunctionalInterface
  private interface Fields {
    boolean take(int tag) throws IOException;
  }

  /**
   * The request's items in its order.
   *
   * @param reserve told of memory before it is held: of empty items a body may hold millions; what
   *     it throws is passed on
   */
  static List<CutItem> cut(Signal signal, byte[] request, LongConsumer reserve)
      throws MalformedRequestException {
    RequestCutter cutter = new RequestCutter(signal, request, reserve);
    try {
      cutter.fields(cutter::requestField);
    } catch (IOException e) {
      throw new MalformedRequestException("the body is not an OTLP protobuf request", e);
    }
    return cutter.items;
  }

  private boolean requestField(int tag) throws IOException {
    if (tag != FIRST) {
      return false;
    }
    CutScope.CutResource resource = new CutScope.CutResource();
    message(field -> resourceItemsField(resource, field));
    return true;
  }

  private boolean resourceItemsField(CutScope.CutResource resource, int tag) throws IOException {
    if (tag == FIRST) {
      resource.resource = merged(resource.resource, in.readByteArray());
    } else if (tag == SECOND) {
      CutScope scope = new CutScope(resource);
      message(field -> scopeItemsField(scope, field));
    } else if (tag == SCHEMA_URL) {
      resource.schemaUrl = in.readStringRequireUtf8();
    } else {
      return false;
    }
    return true;
  }

  private boolean scopeItemsField(CutScope scope, int tag) throws IOException {
    if (tag == FIRST) {
      scope.scope = merged(scope.scope, in.readByteArray());
    } else if (tag == SECOND) {
      item(scope);
    } else if (tag == SCHEMA_URL) {
      scope.schemaUrl = in.readStringRequireUtf8();
    } else {
      return false;
    }
    return true;
  }

  private void item(CutScope scope) throws IOException {
    int length = in.readRawVarint32();
    int start = in.getTotalBytesRead();
    int outerLimit = in.pushLimit(length);
    CutItem.Ids ids = traceIdTag == tag(Signal.ItemFields.NONE) ? skipItem(length) : ids();
    in.popLimit(outerLimit);
    items.add(new CutItem(scope, start, length, ids));
    if (items.size() % ITEMS_PER_RESERVATION == 0) {
      reserve.accept((long) ITEMS_PER_RESERVATION * ITEM_BYTES);
    }
  }

  private CutItem.Ids skipItem(int length) throws IOException {
    in.skipRawBytes(length);
    return CutItem.Ids.NONE;
  }

  /** Reads on to the item's end: of a field that comes twice, protobuf takes the last. */
  private CutItem.Ids ids() throws IOException {
    long traceHigh = 0;
    long traceLow = 0;
    long span = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == traceIdTag) {
        boolean sized = sized(TRACE_ID_BYTES);
        traceHigh = sized ? bigEndian() : 0;
        traceLow = sized ? bigEndian() : 0;
      } else if (tag == spanIdTag) {
        span = sized(SPAN_ID_BYTES) ? bigEndian() : 0;
      } else {
        skip(tag);
      }
    }
    return new CutItem.Ids(traceHigh, traceLow, (traceHigh | traceLow) != 0, span != 0);
  }

  /** Whether the bytes field at hand has this size; where it has not, it is stepped over. */
  private boolean sized(int bytes) throws IOException {
    int length = in.readRawVarint32();
    if (length == bytes) {
      return true;
    }
    in.skipRawBytes(length);
    return false;
  }

  private long bigEndian() throws IOException {
    return Long.reverseBytes(in.readRawLittleEndian64());
  }

  private void message(Fields fields) throws IOException {
    int outerLimit = in.pushLimit(in.readRawVarint32());
    fields(fields);
    in.popLimit(outerLimit);
  }

  private void fields(Fields fields) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (!fields.take(tag)) {
        skip(tag);
      }
    }
  }

  private void skip(int tag) throws IOException {
    if (!in.skipField(tag)) {
      throw new IOException("a group ends that was not begun");
    }
  }

  /** Of a message field that comes twice protobuf merges both, which is what joined bytes say. */
  private static byte[] merged(byte[] first, byte[] second) {
    if (first.length == 0) {
      return second;
    }
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static int tag(int fieldNumber) {
    return fieldNumber << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }
}
