// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks a view by id has ClickHouse look at the ids before it reads anything else. */
interface KeyReadsContract extends StoreTests {
  @ParameterizedTest
  @ValueSource(strings = {"spans", "span_content", "traces"})
  default void viewAskedByTrace_looksAtIdsFirst(String view) throws Exception {
    store().insert(SampleRows.span(GEN, "by-key", "name", 1));
    store().insert(SampleRows.content(GEN, "by-key", "input", 1));
    store().insert(SampleRows.trace(GEN, "by-key", "t", 1));

    String plan =
        store()
            .tsv(
                "EXPLAIN actions = 1 SELECT * FROM %s WHERE workspace = 'by-key' AND trace_id = 't'"
                    .formatted(view));

    assertThat(plan.lines())
        .anyMatch(line -> line.contains("Prewhere filter column") && line.contains("trace_id"));
  }
}
