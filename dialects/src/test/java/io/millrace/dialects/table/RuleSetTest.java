// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSetTest {
  @Test
  void bundledTables_allLoad_andDetectSomething() {
    RuleSet rules = RuleSet.bundled();

    assertThat(rules.tables()).allSatisfy(table -> assertThat(table.detect()).isNotEmpty());
    assertThat(rules.tables())
        .extracting(DialectTable::dialect)
        .contains("otel-genai", "openhands", "google-adk", "openinference");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dialect: Open Hands",
        "dialect: x\ndetekt: []",
        "dialect: x\ndetect: [{}]",
        "dialect: x\ndetect: [{skope: a}]",
        "dialect: x\nkinds: [{key: a}]",
        "dialect: x\nkinds: [{key: a, values: {b: LLLM}}]",
        "dialect: x\nkinds: [{key: a, values: {b: LLM}, when: {name: c}, kind: LLM}]",
        "dialect: x\nfields: {sesion: [a]}",
        "dialect: x\nfields: {session: [{jsn: a, at: /b}]}",
        "dialect: x\nfields: {session: [{json: a, at: b}]}",
        "dialect: x\nfields: {session: ['']}",
        "dialect: x\nusage: {buckets: {input: [a]}}",
        "dialect: x\nusage: {buckets: {inputs: [a]}, rules: [{rule: r, input: INCLUDES_CACHE, output: INCLUDES_REASONING}]}",
        "dialect: x\nusage: {rules: [{rule: r, input: INCLUDES_CACHE}]}",
        "dialect: x\nusage: {rules: [{rule: r, when: {name: n}, input: INCLUDES_CACHE, output: INCLUDES_REASONING}]}",
        "dialect: x\nerrors: [{type: t}]",
        "dialect: x\ntags: [{key: a, prefix: b}]"
      })
  void malformedTable_isAnError(String yaml) {
    assertThatThrownBy(() -> RuleSet.parse(yaml, DialectTable.class))
        .isInstanceOf(IOException.class);
  }

  @Test
  void everySource_canBeWritten() throws IOException {
    DialectTable table =
        RuleSet.parse(
            """
            dialect: x
            fields:
              session:
                - plain.key
                - {json: a, at: /b/0}
                - {of: a, where: b, is: c}
                - {of: a, unlessPrefix: p}
                - {python: a, at: /b/0}
                - {text: a, toolCalls: b}
                - {resource: r}
                - {event: e, key: k}
                - {nameAfter: "p "}
                - {nameBefore: .s}
                - {spanName: true}
                - {indexed: i.}
                - {messageEvents: {e: user}}
            """,
            DialectTable.class);

    assertThat(table.fields().get(Field.SESSION))
        .extracting(source -> source.getClass().getSimpleName())
        .containsExactly(
            "Attribute",
            "InJson",
            "AttributeWhere",
            "AttributeUnless",
            "InPython",
            "Answer",
            "ResourceAttribute",
            "EventAttribute",
            "NameAfter",
            "NameBefore",
            "SpanName",
            "Indexed",
            "MessageEvents");
  }

  @Test
  void sharedTable_mustBeListed_andNoneTwice() throws IOException {
    DialectTable table = RuleSet.parse("dialect: x", DialectTable.class);
    Vocabulary words = new Vocabulary(null, null, null, null);

    assertThatThrownBy(() -> new RuleSet("1", List.of(table), List.of("y"), words))
        .hasMessageContaining("shared tables must be listed");
    assertThatThrownBy(() -> new RuleSet("1", List.of(table, table), List.of(), words))
        .hasMessage("table listed twice: x");
    DialectTable refining = RuleSet.parse("dialect: z\nbase: y", DialectTable.class);
    assertThatThrownBy(() -> new RuleSet("1", List.of(refining), List.of(), words))
        .hasMessage("z: no base table y");
    assertThatThrownBy(() -> new RuleSet("", List.of(table), List.of(), words))
        .hasMessage("version must not be empty");
  }
}
