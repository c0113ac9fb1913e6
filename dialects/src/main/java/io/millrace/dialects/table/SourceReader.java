// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.table;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads a {@link Source} from a table; which one it is, is told by the fields that are given. */
final class SourceReader extends StdDeserializer<Source> {
  private static final long serialVersionUID = 1L;

  private static final Map<Set<String>, Function<JsonNode, Source>> SHAPES =
      Map.ofEntries(
          Map.entry(
              Set.of("json", "at"),
              n -> new Source.InJson(text(n, "json"), JsonPointer.compile(text(n, "at")))),
          Map.entry(
              Set.of("of", "where", "is"),
              n -> new Source.AttributeWhere(text(n, "of"), text(n, "where"), text(n, "is"))),
          Map.entry(
              Set.of("of", "unlessPrefix"),
              n -> new Source.AttributeUnless(text(n, "of"), text(n, "unlessPrefix"))),
          Map.entry(
              Set.of("python", "at"),
              n -> new Source.InPython(text(n, "python"), JsonPointer.compile(text(n, "at")))),
          Map.entry(
              Set.of("text", "toolCalls"),
              n -> new Source.Answer(text(n, "text"), text(n, "toolCalls"))),
          Map.entry(Set.of("resource"), n -> new Source.ResourceAttribute(text(n, "resource"))),
          Map.entry(
              Set.of("event", "key"),
              n -> new Source.EventAttribute(text(n, "event"), text(n, "key"))),
          Map.entry(Set.of("nameAfter"), n -> new Source.NameAfter(text(n, "nameAfter"))),
          Map.entry(Set.of("nameBefore"), n -> new Source.NameBefore(text(n, "nameBefore"))),
          Map.entry(Set.of("spanName"), n -> new Source.SpanName()),
          Map.entry(Set.of("indexed"), n -> new Source.Indexed(text(n, "indexed"))),
          Map.entry(
              Set.of("messageEvents"),
              n -> new Source.MessageEvents(texts(n.get("messageEvents")))));

  SourceReader() {
    super(Source.class);
  }

  @Override
  public Source deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    JsonNode node = parser.readValueAsTree();
    if (node.isTextual() && !node.textValue().isEmpty()) {
      return new Source.Attribute(node.textValue());
    }
    Set<String> given = new TreeSet<>();
    node.fieldNames().forEachRemaining(given::add);
    Function<JsonNode, Source> shape = SHAPES.get(given);
    if (shape == null) {
      throw context.weirdKeyException(Source.class, given.toString(), "no such source");
    }
    return shape.apply(node);
  }

  private static String text(JsonNode node, String field) {
    String value = node.get(field).asText();
    Checks.text(field, value);
    return value;
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
    return texts;
  }
}
