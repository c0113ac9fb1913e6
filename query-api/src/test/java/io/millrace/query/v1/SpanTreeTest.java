// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanTreeTest {
  @Test
  void children_followTheirParentInTheGivenOrder() {
    assertThat(
            drawn(
                List.of(
                    span("root", ""),
                    span("b", "root"),
                    span("a", "root"),
                    span("b1", "b"),
                    span("orphan", "gone"))))
        .containsExactly("0 root", "1 b", "2 b1", "1 a", "0 orphan");
  }

  @Test
  void cycle_isDrawnOnce() {
    assertThat(drawn(List.of(span("a", "b"), span("b", "a"), span("self", "self"))))
        .containsExactly("0 a", "1 b", "0 self");
  }

  @Test
  void chainOfTenThousand_needsNoStack() {
    List<Map<String, Object>> chain = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      chain.add(span("s" + i, i == 0 ? "" : "s" + (i - 1)));
    }

    assertThat(SpanTree.of(chain)).last().extracting(SpanTree.Node::depth).isEqualTo(9_999);
  }

  private static List<String> drawn(List<Map<String, Object>> spans) {
    return SpanTree.of(spans).stream()
        .map(node -> node.depth() + " " + node.span().get("span_id"))
        .toList();
  }

  private static Map<String, Object> span(String id, String parent) {
    return Map.of("span_id", id, "parent_span_id", parent);
  }
}
