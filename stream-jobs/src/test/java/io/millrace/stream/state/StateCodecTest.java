// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.AgentSpanKind;
import io.millrace.stream.trace.Facts;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateCodecTest {
  @Test
  void fact_isReadBackAsItWas() throws Exception {
    SpanFact fact =
        Facts.llm("0000000000000001", "", 0, 7, 8)
            .setRequestedTools(Facts.asks("c1", "größe"))
            .build();
    assertThat(StateCodec.FACT.decode(StateCodec.FACT.encode(fact))).isEqualTo(fact);
  }

  /**
   * Whoever changes one of these records adds {@code stored-state-<n + 1>.avsc} and counts {@link
   * StateCodec#VERSION} up: rows written before hold the old one.
   */
  @Test
  void schemas_areThoseOfTheNewestVersion() {
    for (Schema schema : new Schema[] {SpanFact.getClassSchema(), TraceSummary.getClassSchema()}) {
      Schema stored = StateCodec.writtenSchemas(StateCodec.VERSION).get(schema.getName());
      assertThat(SchemaNormalization.toParsingForm(stored))
          .isEqualTo(SchemaNormalization.toParsingForm(schema));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, StateCodec.VERSION + 1, -1})
  void otherVersion_isRefusedByName(int version) {
    byte[] bytes = StateCodec.FACT.encode(Facts.span("1", "", AgentSpanKind.LLM, 0).build());
    bytes[0] = (byte) version;
    assertThatThrownBy(() -> StateCodec.FACT.decode(bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a stored SpanFact of version " + version);
  }
}
