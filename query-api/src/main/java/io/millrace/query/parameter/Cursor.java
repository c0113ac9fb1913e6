// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.parameter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The last row of a page by what the list is sorted by. Opaque to callers: its form may change.
 *
 * @param key what the list is sorted by, of a row; a whole number of at most 39 digits
 * @param ids what tells rows of one key apart; empty = the beginning of the list
 */
public record Cursor(BigInteger key, List<String> ids) {
  /** Before the first row. */
  static final Cursor START = new Cursor(BigInteger.ZERO, List.of());

  private static final int MOST_CHARACTERS = 8192;
  private static final String SEPARATOR = ".";

  public Cursor {
    ids = List.copyOf(ids);
  }

  /** An id, or '' at the beginning of the list. */
  public String id(int index) {
    return index < ids.size() ? ids.get(index) : "";
  }

  /** The text that {@link #read} reads; of letters, digits, and {@code -_.}. */
  public String write() {
    return key
        + ids.stream()
            .map(
                id ->
                    SEPARATOR
                        + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(id.getBytes(UTF_8)))
            .collect(Collectors.joining());
  }

  static Cursor read(String text) {
    if (text.isEmpty()) {
      return START;
    }
    if (text.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException("too long");
    }
    List<String> parts = Arrays.asList(text.split("\\.", -1));
    List<String> ids =
        parts.stream()
            .skip(1)
            .map(id -> new String(Base64.getUrlDecoder().decode(id), UTF_8))
            .toList();
    if (ids.isEmpty() || ids.get(0).isEmpty()) {
      throw new IllegalArgumentException("no id");
    }
    return new Cursor(key(parts.get(0)), ids);
  }

  /** ClickHouse's Int128 holds any number of 38 digits. */
  private static BigInteger key(String text) {
    if (!text.matches("-?[0-9]{1,38}")) {
      throw new IllegalArgumentException("no key");
    }
    return new BigInteger(text);
  }
}
