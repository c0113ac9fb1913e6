// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.otlp;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.dialects.table.Source;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One span, its attributes indexed once. For one thread and one span; JSON is parsed at most once.
 */
public final class SpanView {
  private final Resource resource;
  private final InstrumentationScope scope;
  private final Span span;
  private final Map<String, AnyValue> attributes;
  private final Map<String, JsonNode> parsed = new HashMap<>();

  public SpanView(Resource resource, InstrumentationScope scope, Span span) {
    this.resource = resource;
    this.scope = scope;
    this.span = span;
    this.attributes = new HashMap<>(span.getAttributesCount() * 2);
    for (KeyValue attribute : span.getAttributesList()) {
      // Of a key that comes twice the last wins; a value that is not set is no value.
      if (attribute.getValue().getValueCase() != AnyValue.ValueCase.VALUE_NOT_SET) {
        attributes.put(attribute.getKey(), attribute.getValue());
      }
    }
  }

  /**
   * Takes the quotes off the texts of attributes whose keys begin like one of these: some emitters
   * write every value as JSON.
   */
  public void unquote(List<String> prefixes) {
    for (Map.Entry<String, AnyValue> attribute : attributes.entrySet()) {
      if (AnyValues.isQuoted(attribute.getValue()) && beginsWith(attribute.getKey(), prefixes)) {
        attribute.setValue(AnyValues.unquoted(attribute.getValue()));
      }
    }
  }

  private static boolean beginsWith(String key, List<String> prefixes) {
    for (String prefix : prefixes) {
      if (key.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  public Span span() {
    return span;
  }

  public Resource resource() {
    return resource;
  }

  public InstrumentationScope scope() {
    return scope;
  }

  public Map<String, AnyValue> attributes() {
    return attributes;
  }

  /** Whether the span has the attribute. */
  public boolean has(String key) {
    return attributes.containsKey(key);
  }

  /** Whether some attribute's key begins so. */
  public boolean hasKeyPrefix(String prefix) {
    for (String key : attributes.keySet()) {
      if (key.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** The attribute's value, missing where it is absent. */
  public JsonNode attribute(String key) {
    AnyValue value = attributes.get(key);
    return value == null ? MissingNode.getInstance() : AnyValues.node(value);
  }

  /** The attribute's value as text, '' where it is absent. */
  public String text(String key) {
    AnyValue value = attributes.get(key);
    return value == null ? "" : AnyValues.text(value);
  }

  /** The text of the resource's attribute, '' where it is absent. */
  public String resourceText(String key) {
    return AnyValues.text(resourceAttribute(key));
  }

  /** The value that the source points at, missing where there is none. */
  public JsonNode read(Source source) {
    if (source instanceof Source.Attribute s) {
      return attribute(s.key());
    }
    if (source instanceof Source.AttributeWhere s) {
      return text(s.where()).equals(s.is()) ? attribute(s.of()) : MissingNode.getInstance();
    }
    if (source instanceof Source.AttributeUnless s) {
      return text(s.of()).startsWith(s.unlessPrefix())
          ? MissingNode.getInstance()
          : attribute(s.of());
    }
    if (source instanceof Source.InJson s) {
      return inJson(s.json(), s.at());
    }
    if (source instanceof Source.InPython s) {
      return inPython(s.python(), s.at());
    }
    if (source instanceof Source.Answer s) {
      return answer(s);
    }
    if (source instanceof Source.Indexed s) {
      return FlattenedKeys.array(attributes, s.indexed());
    }
    if (source instanceof Source.EventAttribute s) {
      return eventAttribute(s.event(), s.key());
    }
    if (source instanceof Source.MessageEvents s) {
      return messageEvents(s.messageEvents());
    }
    if (source instanceof Source.ResourceAttribute s) {
      return resourceAttribute(s.resource());
    }
    if (source instanceof Source.NameBefore s) {
      return nameBefore(s.nameBefore());
    }
    return nameAfter(source instanceof Source.NameAfter s ? s.nameAfter() : "");
  }

  private JsonNode inJson(String key, JsonPointer at) {
    if (!attributes.containsKey(key)) {
      return MissingNode.getInstance();
    }
    return parsed.computeIfAbsent(key, k -> AnyValues.parsed(attribute(k))).at(at);
  }

  private JsonNode inPython(String key, JsonPointer at) {
    if (!attributes.containsKey(key)) {
      return MissingNode.getInstance();
    }
    return parsed.computeIfAbsent(key, k -> PythonLiteral.parse(text(k))).at(at);
  }

  private JsonNode answer(Source.Answer source) {
    String text = text(source.text());
    JsonNode toolCalls = AnyValues.parsed(attribute(source.toolCalls()));
    if (text.isEmpty() && !toolCalls.isArray()) {
      return MissingNode.getInstance();
    }
    ObjectNode message = JsonNodeFactory.instance.objectNode().put("role", "assistant");
    message.put("content", text);
    if (toolCalls.isArray()) {
      message.set("tool_calls", toolCalls);
    }
    return message;
  }

  private JsonNode nameAfter(String prefix) {
    String name = span.getName();
    return name.length() > prefix.length() && name.startsWith(prefix)
        ? JsonNodeFactory.instance.textNode(name.substring(prefix.length()))
        : MissingNode.getInstance();
  }

  private JsonNode nameBefore(String suffix) {
    String name = span.getName();
    return name.length() > suffix.length() && name.endsWith(suffix)
        ? JsonNodeFactory.instance.textNode(name.substring(0, name.length() - suffix.length()))
        : MissingNode.getInstance();
  }

  private JsonNode resourceAttribute(String key) {
    return find(resource.getAttributesList(), key);
  }

  private JsonNode eventAttribute(String event, String key) {
    for (int i = span.getEventsCount() - 1; i >= 0; i--) {
      if (isCalled(event, span.getEvents(i))) {
        JsonNode value = find(span.getEvents(i).getAttributesList(), key);
        if (!value.isMissingNode()) {
          return value;
        }
      }
    }
    return MissingNode.getInstance();
  }

  private static boolean isCalled(String name, Span.Event event) {
    return event.getName().equals(name)
        || AnyValues.text(find(event.getAttributesList(), "event.name")).equals(name);
  }

  private JsonNode messageEvents(Map<String, String> roles) {
    ArrayNode messages = JsonNodeFactory.instance.arrayNode();
    for (Span.Event event : span.getEventsList()) {
      String role = roles.get(event.getName());
      if (role != null) {
        messages.add(message(event, role));
      }
    }
    return messages.isEmpty() ? MissingNode.getInstance() : messages;
  }

  /** A choice has its message as JSON: either a whole one, or only its content. */
  private static ObjectNode message(Span.Event event, String role) {
    ObjectNode message = AnyValues.object(event.getAttributesList());
    if (!message.has("role")) {
      message.put("role", role);
    }
    if (message.has("message")) {
      JsonNode inner = AnyValues.parsed(message.remove("message"));
      message.set(inner.isObject() ? "message" : "content", inner);
    }
    return message;
  }

  private static JsonNode find(List<KeyValue> attributes, String key) {
    for (int i = attributes.size() - 1; i >= 0; i--) {
      if (attributes.get(i).getKey().equals(key)) {
        return AnyValues.node(attributes.get(i).getValue());
      }
    }
    return MissingNode.getInstance();
  }
}
