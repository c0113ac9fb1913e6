// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.proto.common.v1.AnyValue;
import java.util.Map;
import java.util.TreeMap;

/**
 * Builds the array that flattened keys spell, e.g. {@code llm.input_messages.0.message.role}
 * (OpenInference, spec/semantic_conventions.md) or {@code gen_ai.prompt.0.content} (OpenLLMetry).
 * Indexes may be sparse or absurd: elements come in the order of their indexes, gaps closed.
 */
final class FlattenedKeys {
  private static final int MAX_ELEMENTS = 10_000;
  private static final int MAX_DEPTH = 16;

  /** A node of the tree that the keys span: a value, or children by segment. */
  private static final class Branch {
    private AnyValue value;
    private final Map<String, Branch> children = new TreeMap<>(FlattenedKeys::bySegment);
  }

  private FlattenedKeys() {}

  /** The array below {@code prefix} (which ends with a dot); missing where no key has it. */
  static JsonNode array(Map<String, AnyValue> attributes, String prefix) {
    Branch root = null;
    int elements = 0;
    for (Map.Entry<String, AnyValue> attribute : attributes.entrySet()) {
      String key = attribute.getKey();
      if (!key.startsWith(prefix) || !startsWithIndex(key, prefix.length())) {
        continue;
      }
      if (++elements > MAX_ELEMENTS) {
        break;
      }
      root = root == null ? new Branch() : root;
      insert(root, key.substring(prefix.length()).split("\\.", MAX_DEPTH), attribute.getValue());
    }
    return root == null ? MissingNode.getInstance() : node(root);
  }

  private static boolean startsWithIndex(String key, int at) {
    return at < key.length() && Character.digit(key.charAt(at), 10) >= 0;
  }

  private static void insert(Branch root, String[] segments, AnyValue value) {
    Branch branch = root;
    for (String segment : segments) {
      branch = branch.children.computeIfAbsent(segment, s -> new Branch());
    }
    branch.value = value;
  }

  private static JsonNode node(Branch branch) {
    if (branch.children.isEmpty()) {
      return AnyValues.node(branch.value);
    }
    if (branch.children.keySet().stream().allMatch(FlattenedKeys::isIndex)) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      branch.children.values().forEach(child -> array.add(node(child)));
      return array;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    branch.children.forEach((segment, child) -> object.set(segment, node(child)));
    return object;
  }

  private static boolean isIndex(String segment) {
    return !segment.isEmpty() && segment.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Indexes by size, before names by alphabet. */
  private static int bySegment(String a, String b) {
    boolean indexes = isIndex(a) && isIndex(b);
    return indexes && a.length() != b.length()
        ? Integer.compare(a.length(), b.length())
        : a.compareTo(b);
  }
}
