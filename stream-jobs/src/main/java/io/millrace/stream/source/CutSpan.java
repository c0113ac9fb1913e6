// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import com.google.protobuf.CodedInputStream;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * A span as sent, without the texts that the attributes of the same row say again: of most spans
 * that is nearly everything. The view {@code span_content} puts them back, byte for byte
 * (docs/adr/0017-a-text-is-stored-once.md).
 *
 * @param rest protobuf, the tags and lengths of what was cut out among it
 * @param cuts of each attribute, in the order of their keys' bytes, two: how many bytes of the rest
 *     come before its key and before its text, 1 to 65,535; 0 = it is in the rest, as nothing can
 *     come before the first field's tag. Empty where nothing was cut out
 */
record CutSpan(byte[] rest, int[] cuts) {
  /** What a UInt16 holds: what begins further behind stays where it is. */
  private static final int MAX_PLACE = 0xFFFF;

  /** What stands in a text for bytes that are no UTF-8. */
  private static final char REPLACED = '\uFFFD';

  private static final int[] NO_CUTS = {};
  private static final int LENGTH_DELIMITED = 2;
  private static final int ATTRIBUTE = tag(Span.ATTRIBUTES_FIELD_NUMBER);
  private static final int KEY = tag(KeyValue.KEY_FIELD_NUMBER);
  private static final int VALUE = tag(KeyValue.VALUE_FIELD_NUMBER);
  private static final int STRING_VALUE = tag(AnyValue.STRING_VALUE_FIELD_NUMBER);

  /**
   * The span, cut.
   *
   * @param span {@code opentelemetry.proto.trace.v1.Span} (OTLP 1.7)
   * @param attributes those of the row
   */
  static CutSpan of(byte[] span, Map<String, String> attributes) {
    String[] keys = attributes.keySet().toArray(String[]::new);
    Arrays.sort(keys);
    return sortedAsBytes(keys)
        ? new Cutter(span, keys, attributes).cut()
        : new CutSpan(span, NO_CUTS);
  }

  /** UTF-16 sorts as UTF-8 does where there are no surrogates. */
  private static boolean sortedAsBytes(String[] keys) {
    for (String key : keys) {
      for (int i = 0; i < key.length(); i++) {
        if (Character.isSurrogate(key.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  private static int tag(int field) {
    return field << 3 | LENGTH_DELIMITED;
  }

  /** Goes through the span's bytes once, notes what is cut out, and then copies what stays. */
  private static final class Cutter {
    private final byte[] span;
    private final String[] keys;
    private final Map<String, String> attributes;
    private final int[] cuts;
    private final CodedInputStream in;

    /** Where each piece that is cut out begins and where it ends, one after another. */
    private final int[] pieces;

    private int ends;
    private int cutBytes;

    Cutter(byte[] span, String[] keys, Map<String, String> attributes) {
      this.span = span;
      this.keys = keys;
      this.attributes = attributes;
      this.cuts = new int[2 * keys.length];
      this.pieces = new int[2 * cuts.length];
      this.in = CodedInputStream.newInstance(span);
    }

    CutSpan cut() {
      try {
        readSpan();
      } catch (IOException e) {
        // whoever reads the row has to read these bytes as they came
        return new CutSpan(span, NO_CUTS);
      }
      return cutBytes == 0 ? new CutSpan(span, NO_CUTS) : new CutSpan(rest(), cuts);
    }

    private void readSpan() throws IOException {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == ATTRIBUTE) {
          int length = in.readRawVarint32();
          int outer = in.pushLimit(length);
          readAttribute();
          in.skipRawBytes(in.getBytesUntilLimit());
          in.popLimit(outer);
        } else {
          in.skipField(tag);
        }
      }
    }

    /** Only what every SDK writes: a key, then a text, each once. */
    private void readAttribute() throws IOException {
      if (in.readTag() != KEY) {
        return;
      }
      int length = in.readRawVarint32();
      int start = in.getTotalBytesRead();
      in.skipRawBytes(length);
      String key = new String(span, start, length, StandardCharsets.UTF_8);
      int place = 2 * Arrays.binarySearch(keys, key);
      if (place < 0 || cuts[place] != 0 || cuts[place + 1] != 0) {
        return;
      }
      if (length > 0 && (isWhole(key) || isAt(key, start, length))) {
        cutOut(start, length, place);
      }
      if (in.readTag() == VALUE
          && in.readRawVarint32() == in.getBytesUntilLimit()
          && in.readTag() == STRING_VALUE) {
        int textLength = in.readRawVarint32();
        int textStart = in.getTotalBytesRead();
        boolean all = textLength > 0 && textLength == in.getBytesUntilLimit();
        if (all && isAt(attributes.get(key), textStart, textLength)) {
          cutOut(textStart, textLength, place + 1);
        }
      }
    }

    private void cutOut(int start, int length, int place) {
      int before = start - cutBytes;
      if (before <= MAX_PLACE) {
        pieces[ends++] = start;
        pieces[ends++] = start + length;
        cutBytes += length;
        cuts[place] = before;
      }
    }

    /** Whether the text, which was read of the span's bytes, is those bytes and no others. */
    private static boolean isWhole(String read) {
      return read.indexOf(REPLACED) < 0;
    }

    private boolean isAt(String text, int start, int length) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return Arrays.equals(bytes, 0, bytes.length, span, start, start + length);
    }

    private byte[] rest() {
      byte[] rest = new byte[span.length - cutBytes];
      int size = 0;
      int from = 0;
      for (int i = 0; i < ends; i += 2) {
        System.arraycopy(span, from, rest, size, pieces[i] - from);
        size += pieces[i] - from;
        from = pieces[i + 1];
      }
      System.arraycopy(span, from, rest, size, span.length - from);
      return rest;
    }
  }
}
