// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.state;

import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Lets facts share the texts that most spans have in common (service, model, dialect, session), and
 * one list that is empty: a fact as it was read holds a copy of its own of each, which is most of
 * what it weighs. Remembers a fixed number of texts; one that falls on the place of another takes
 * it. Not thread-safe.
 */
public final class RepeatedTexts {
  private static final int PLACES = 1 << 13;

  /** Different in almost every span, or long. */
  private static final Set<String> UNSHARED =
      Set.of("spanId", "responseId", "toolCallId", "statusMessage");

  private static final List<Schema.Field> SHARED =
      SpanFact.getClassSchema().getFields().stream()
          .filter(field -> field.schema().getType() == Schema.Type.STRING)
          .filter(field -> !UNSHARED.contains(field.name()))
          .toList();

  private static final List<Schema.Field> LISTS =
      SpanFact.getClassSchema().getFields().stream()
          .filter(field -> field.schema().getType() == Schema.Type.ARRAY)
          .toList();

  private final String[] texts = new String[PLACES];

  /** Replaces texts and empty lists of the fact by equal ones. */
  public void share(SpanFact fact) {
    for (Schema.Field field : LISTS) {
      if (((List<?>) fact.get(field.pos())).isEmpty()) {
        fact.put(field.pos(), List.of());
      }
    }
    for (Schema.Field field : SHARED) {
      fact.put(field.pos(), shared((String) fact.get(field.pos())));
    }
    if (fact.getPrice() != null) {
      fact.getPrice().setPriceVersion(shared(fact.getPrice().getPriceVersion()));
    }
  }

  private String shared(String text) {
    int hash = text.hashCode();
    int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    String known = texts[place];
    if (text.equals(known)) {
      return known;
    }
    texts[place] = text;
    return text;
  }
}
