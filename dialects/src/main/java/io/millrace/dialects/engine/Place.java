// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.dialects.otlp.SpanView;
import io.millrace.dialects.table.Source;
import java.util.Collection;

/**
 * A source as span after span is asked for it. Of the hundreds that a dialect knows a span has a
 * few, so that what it lacks must cost next to nothing.
 *
 * @param needs the attribute without which there is no value; null where none alone decides it
 */
record Place(Source source, String needs) {
  Place(Source source) {
    this(source, source.needs());
  }

  /** An array: a list's iterator would cost more than what is asked. */
  static Place[] of(Collection<Source> sources) {
    return sources.stream().map(Place::new).toArray(Place[]::new);
  }

  /** The value, missing where there is none. */
  JsonNode read(SpanView span) {
    return needs == null || span.has(needs) ? span.read(source) : MissingNode.getInstance();
  }
}
