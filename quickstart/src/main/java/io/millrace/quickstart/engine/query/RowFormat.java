// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.query;

import java.util.Map;
import java.util.Optional;

/**
 * Output formats that are rows one after another behind a header at most, so that a result can be
 * answered in pieces; all others (JSON, Parquet, Pretty...) exist only as a whole.
 *
 * @param header what stands before the first row; the engine repeats it before every piece
 */
public record RowFormat(Header header) {

  /** What stands before the first row. */
  public enum Header {
    NONE,
    /** One line, in which an escape or a pair of quotes hides a line end. */
    ONE_LINE,
    TWO_LINES,
    /** Column count, then names, as RowBinary writes strings. */
    BINARY_NAMES,
    /** Column count, then names, then types. */
    BINARY_NAMES_AND_TYPES
  }

  private static final Map<String, RowFormat> BY_NAME =
      Map.ofEntries(
          Map.entry("TabSeparated", new RowFormat(Header.NONE)),
          Map.entry("TSV", new RowFormat(Header.NONE)),
          Map.entry("TabSeparatedRaw", new RowFormat(Header.NONE)),
          Map.entry("TSVRaw", new RowFormat(Header.NONE)),
          Map.entry("TabSeparatedWithNames", new RowFormat(Header.ONE_LINE)),
          Map.entry("TSVWithNames", new RowFormat(Header.ONE_LINE)),
          Map.entry("TabSeparatedWithNamesAndTypes", new RowFormat(Header.TWO_LINES)),
          Map.entry("TSVWithNamesAndTypes", new RowFormat(Header.TWO_LINES)),
          Map.entry("CSV", new RowFormat(Header.NONE)),
          Map.entry("CSVWithNames", new RowFormat(Header.ONE_LINE)),
          Map.entry("CSVWithNamesAndTypes", new RowFormat(Header.TWO_LINES)),
          Map.entry("JSONEachRow", new RowFormat(Header.NONE)),
          Map.entry("JSONStringsEachRow", new RowFormat(Header.NONE)),
          Map.entry("JSONCompactEachRow", new RowFormat(Header.NONE)),
          Map.entry("JSONCompactEachRowWithNames", new RowFormat(Header.ONE_LINE)),
          Map.entry("JSONCompactEachRowWithNamesAndTypes", new RowFormat(Header.TWO_LINES)),
          Map.entry("RowBinary", new RowFormat(Header.NONE)),
          Map.entry("RowBinaryWithNames", new RowFormat(Header.BINARY_NAMES)),
          Map.entry("RowBinaryWithNamesAndTypes", new RowFormat(Header.BINARY_NAMES_AND_TYPES)),
          Map.entry("Native", new RowFormat(Header.NONE)));

  /** The format of that name, if it can be answered in pieces. Names are the engine's own. */
  public static Optional<RowFormat> of(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /**
   * Bytes of the header at the start of a piece.
   *
   * @param piece its first bytes; the whole header must be among them
   * @throws IllegalArgumentException when it is not
   */
  public int headerLength(byte[] piece) {
    return switch (header) {
      case NONE -> 0;
      case ONE_LINE -> lines(piece, 1);
      case TWO_LINES -> lines(piece, 2);
      case BINARY_NAMES -> strings(piece, 1);
      case BINARY_NAMES_AND_TYPES -> strings(piece, 2);
    };
  }

  private static int lines(byte[] piece, int count) {
    int left = count;
    boolean quoted = false;
    for (int i = 0; i < piece.length; i++) {
      if (piece[i] == '"') {
        // A doubled quote toggles twice; JSON's \" never stands before a line end.
        quoted = !quoted;
      } else if (piece[i] == '\n' && !quoted && --left == 0) {
        return i + 1;
      }
    }
    throw new IllegalArgumentException("header of " + count + " line(s): no end in sight");
  }

  private static int strings(byte[] piece, int perColumn) {
    int[] at = {0};
    long columns = varint(piece, at);
    for (long i = 0; i < columns * perColumn; i++) {
      long length = varint(piece, at);
      at[0] = Math.toIntExact(at[0] + length);
    }
    if (at[0] > piece.length) {
      throw new IllegalArgumentException("header of " + columns + " column(s): no end in sight");
    }
    return at[0];
  }

  private static long varint(byte[] bytes, int[] at) {
    long value = 0;
    for (int shift = 0; shift < 63 && at[0] < bytes.length; shift += 7) {
      byte b = bytes[at[0]++];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("header: a length is cut short");
  }
}
