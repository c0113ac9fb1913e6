// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

import java.util.List;
import java.util.Optional;

/**
 * A fact of a client, as it is and as it is told.
 *
 * @param field its name in {@code expected.json}
 * @param truth what is true; of a fact that is not sent, the reason
 * @param tellings what each view says, where it was asked
 * @param closerLook SQL that shows where a wrong value comes from, else ''
 */
public record FactResult(
    String field, Verdict verdict, Object truth, List<Telling> tellings, String closerLook) {

  /**
   * What one view says.
   *
   * @param column of the view's question: the fact's own name, or what follows from it
   * @param truth what it should be
   * @param told what it is
   */
  public record Telling(String view, String column, Object truth, Object told, boolean right) {}

  public FactResult {
    tellings = List.copyOf(tellings);
  }

  static FactResult notAsked(String field, Verdict verdict, Object truth) {
    return new FactResult(field, verdict, truth, List.of(), "");
  }

  /** What the views say: the first wrong telling where there is one. */
  public Optional<Telling> told() {
    return tellings.stream()
        .filter(telling -> !telling.right())
        .findFirst()
        .or(() -> tellings.stream().findFirst());
  }
}
