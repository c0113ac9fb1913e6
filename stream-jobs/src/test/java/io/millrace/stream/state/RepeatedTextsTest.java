// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpanKind;
import io.millrace.stream.trace.Facts;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RepeatedTextsTest {
  private final RepeatedTexts texts = new RepeatedTexts();

  @Test
  void equalTexts_becomeOne() {
    SpanFact first = fact("01", copyOf("travel-service"));
    SpanFact second = fact("02", copyOf("travel-service"));
    texts.share(first);
    texts.share(second);
    assertThat(second.getServiceName()).isSameAs(first.getServiceName());
  }

  @Test
  void emptyLists_becomeOne_othersStay() throws Exception {
    SpanFact bare = read(fact("01", "service"));
    SpanFact asking =
        read(
            SpanFact.newBuilder(fact("02", "service"))
                .setRequestedTools(Facts.asks("c1", "search"))
                .build());
    texts.share(bare);
    texts.share(asking);
    assertThat(bare.getRequestedTools()).isEmpty();
    assertThat(bare.getTags()).isSameAs(bare.getRequestedTools()).isSameAs(asking.getTags());
    assertThat(asking.getRequestedTools()).isEqualTo(Facts.asks("c1", "search"));
    assertThat(read(bare)).isEqualTo(bare);
  }

  @Test
  void facts_stayEqualToWhatTheyWere() {
    for (int i = 0; i < 20_000; i++) {
      SpanFact fact = fact("%016x".formatted(i), "service-" + i % 9_000);
      SpanFact before = SpanFact.newBuilder(fact).build();
      texts.share(fact);
      assertThat(fact).isEqualTo(before);
    }
  }

  /** As the network hands it over. */
  private static SpanFact read(SpanFact fact) throws IOException {
    return StateCodec.FACT.decode(StateCodec.FACT.encode(fact));
  }

  private static String copyOf(String text) {
    return String.valueOf(text.toCharArray());
  }

  private static SpanFact fact(String spanId, String serviceName) {
    return Facts.span(spanId, "", AgentSpanKind.SPAN, 0).setServiceName(serviceName).build();
  }
}
