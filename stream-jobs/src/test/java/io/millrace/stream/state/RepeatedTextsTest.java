// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpanKind;
import io.millrace.stream.trace.Facts;
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
  void facts_stayEqualToWhatTheyWere() {
    for (int i = 0; i < 20_000; i++) {
      SpanFact fact = fact("%016x".formatted(i), "service-" + i % 9_000);
      SpanFact before = SpanFact.newBuilder(fact).build();
      texts.share(fact);
      assertThat(fact).isEqualTo(before);
    }
  }

  private static String copyOf(String text) {
    return String.valueOf(text.toCharArray());
  }

  private static SpanFact fact(String spanId, String serviceName) {
    return Facts.span(spanId, "", AgentSpanKind.SPAN, 0).setServiceName(serviceName).build();
  }
}
