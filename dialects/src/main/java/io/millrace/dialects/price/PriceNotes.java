// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Takes down how a quote came about, where somebody wants to know. */
final class PriceNotes {
  /** Nobody does. */
  static final PriceNotes NONE = new PriceNotes(null);

  private final List<String> lines;

  private PriceNotes(List<String> lines) {
    this.lines = lines;
  }

  static PriceNotes taken() {
    return new PriceNotes(new ArrayList<>());
  }

  void add(Supplier<String> line) {
    if (lines != null) {
      lines.add(line.get());
    }
  }

  /** Line by line, in order. */
  List<String> lines() {
    return lines == null ? List.of() : List.copyOf(lines);
  }
}
