// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.control;

import io.millrace.dialects.price.PriceBook;
import io.millrace.schemas.ControlBody;
import io.millrace.stream.state.DeletedPart;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.TraceInfo;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What a stitcher knows of {@code control.v1}: all of it, like every other, in broadcast state.
 * Words come in the order of the log for each key, and of one key the later holds, so that all
 * stitchers know the same after the same prefix of the log.
 */
public final class Controls {
  private final BroadcastState<String, ControlWord> words;
  private final PriceOverrides prices;
  private final Deletions deletions = new Deletions();

  /**
   * What is in state.
   *
   * @param book that overrides go before
   */
  public Controls(BroadcastState<String, ControlWord> words, PriceBook book) throws Exception {
    this.words = words;
    this.prices = new PriceOverrides(book);
    for (Map.Entry<String, ControlWord> word : words.immutableEntries()) {
      apply(word.getValue());
    }
  }

  /** Where it is held. */
  public static MapStateDescriptor<String, ControlWord> state() {
    return new MapStateDescriptor<>(
        "controls", Types.STRING, TypeInformation.of(ControlWord.class));
  }

  /** How much is held of each kind. */
  public void register(MetricGroup metrics) {
    metrics.<Integer, Gauge<Integer>>gauge("priceOverrides", prices::size);
    metrics.<Integer, Gauge<Integer>>gauge("deletedSessionsAndUsers", deletions::size);
  }

  /**
   * Takes a word in, unless a later one of its key is there.
   *
   * @return whether it deletes something of traces that are there already
   */
  public boolean take(ControlWord word) throws Exception {
    ControlWord held = words.get(word.key());
    if (held != null && held.version >= word.version) {
      return false;
    }
    words.put(word.key(), word);
    apply(word);
    return word.kind.equals(ControlBody.DELETION);
  }

  private void apply(ControlWord word) {
    if (word.kind.equals(ControlBody.PRICE_OVERRIDE)) {
      prices.take(word);
    } else if (word.kind.equals(ControlBody.DELETION)) {
      deletions.take(word);
    }
  }

  /** The prices that count in a workspace now. */
  public PriceBook bookOf(String workspace) {
    return prices.bookOf(workspace);
  }

  /**
   * Which deletes of sessions and users concern a trace.
   *
   * @param info null = none has come
   */
  public List<DeletedPart> deletedParts(
      String workspace, Collection<SpanFact> facts, TraceInfo info) {
    return deletions.of(workspace, facts, info);
  }
}
