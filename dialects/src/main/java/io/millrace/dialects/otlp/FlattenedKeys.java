// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.proto.common.v1.AnyValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Builds the array that flattened keys spell, e.g. {@code llm.input_messages.0.message.role}
 * (OpenInference, spec/semantic_conventions.md) or {@code gen_ai.prompt.0.content} (OpenLLMetry).
 * Indexes may be sparse or absurd: elements come in the order of their indexes, gaps closed.
 */
final class FlattenedKeys {
  private static final int MAX_KEYS = 10_000;
  private static final int MAX_DEPTH = 16;

  /** Ends before a long overflows. */
  private static final int MAX_INDEX_DIGITS = 18;

  /** A node of the tree that the keys span: a value, or children by segment. */
  private static final class Branch {
    private AnyValue value;
    private final Map<String, Branch> children = new LinkedHashMap<>();
  }

  private FlattenedKeys() {}

  /** The array below {@code prefix} (which ends with a dot); missing where no key has it. */
  static JsonNode array(Map<String, AnyValue> attributes, String prefix) {
    Branch root = null;
    int keys = 0;
    for (Map.Entry<String, AnyValue> attribute : attributes.entrySet()) {
      String key = attribute.getKey();
      if (!key.startsWith(prefix) || !startsWithDigit(key, prefix.length())) {
        continue;
      }
      if (++keys > MAX_KEYS) {
        break;
      }
      root = root == null ? new Branch() : root;
      insert(root, key, prefix.length(), attribute.getValue());
    }
    return root == null ? MissingNode.getInstance() : node(root);
  }

  private static boolean startsWithDigit(String key, int at) {
    return at < key.length() && isDigit(key.charAt(at));
  }

  private static void insert(Branch root, String key, int from, AnyValue value) {
    Branch branch = root;
    int start = from;
    for (int depth = 1; depth < MAX_DEPTH; depth++) {
      int dot = key.indexOf('.', start);
      if (dot < 0) {
        break;
      }
      branch = branch.children.computeIfAbsent(key.substring(start, dot), s -> new Branch());
      start = dot + 1;
    }
    branch.children.computeIfAbsent(key.substring(start), s -> new Branch()).value = value;
  }

  private static JsonNode node(Branch branch) {
    if (branch.children.isEmpty()) {
      return AnyValues.node(branch.value);
    }
    Map<Long, Branch> elements = elements(branch);
    if (elements != null) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      elements.values().forEach(child -> array.add(node(child)));
      return array;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    branch.children.forEach((segment, child) -> object.set(segment, node(child)));
    return object;
  }

  /** The children by index; null where one of them has a name instead. */
  private static Map<Long, Branch> elements(Branch branch) {
    Map<Long, Branch> elements = new TreeMap<>();
    for (Map.Entry<String, Branch> child : branch.children.entrySet()) {
      if (!isIndex(child.getKey())) {
        return null;
      }
      elements.put(Long.parseLong(child.getKey()), child.getValue());
    }
    return elements;
  }

  private static boolean isIndex(String segment) {
    if (segment.isEmpty() || segment.length() > MAX_INDEX_DIGITS) {
      return false;
    }
    for (int i = 0; i < segment.length(); i++) {
      if (!isDigit(segment.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
