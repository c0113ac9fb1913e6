// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpanKind;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.trace.Facts;
import org.junit.jupiter.api.Test;

class FactMergeTest {
  private static final SpanFact ENDED =
      Facts.span("a", "", AgentSpanKind.LLM, 0).setRank(9).setName("ended").build();

  @Test
  void experimentThatTheClientNamed_isKept_whicheverVersionWins() {
    SpanFact open = SpanFact.newBuilder(ENDED).setRank(1).setName("open").build();
    open.setExperimentExplicit(true);
    open.setExperimentId("7");

    for (SpanFact merged : bothWays(ENDED, open)) {
      assertThat(merged.getName()).isEqualTo("ended");
      assertThat(merged.getExperimentId()).isEqualTo("7");
      assertThat(merged.getExperimentExplicit()).isTrue();
    }
  }

  @Test
  void experimentOfTheEarliestOccurrence_isKept_whicheverVersionWins() {
    SpanFact earlier = SpanFact.newBuilder(ENDED).setRank(1).setExperimentId("3").build();
    earlier.setExperimentTimeUnixNano(Facts.T0);
    earlier.setReceivedTimeUnixNano(Facts.T0);
    SpanFact later = SpanFact.newBuilder(ENDED).setExperimentId("2").build();

    for (SpanFact merged : bothWays(earlier, later)) {
      assertThat(merged.getExperimentId()).isEqualTo("3");
      assertThat(merged.getReceivedTimeUnixNano()).isEqualTo(Facts.T0);
      assertThat(FactMerge.merge(merged, later)).isEqualTo(merged);
      assertThat(FactMerge.merge(earlier, merged)).isEqualTo(merged);
    }
  }

  private static SpanFact[] bothWays(SpanFact a, SpanFact b) {
    return new SpanFact[] {FactMerge.merge(a, b), FactMerge.merge(b, a)};
  }
}
