// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.table;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.Map;

/**
 * One place where a value can be. In a table either a plain text, the key of an attribute, or a map
 * with the fields of one of the records below, e.g. {@code {json: lmnr.span.output, at:
 * /is_error}}.
 */
@JsonDeserialize(using = SourceReader.class)
public sealed interface Source {
  /** The attribute without which a span has no value here; null where none alone decides it. */
  default String needs() {
    return null;
  }

  /** The value of the attribute {@code key}. */
  record Attribute(String key) implements Source {
    @Override
    public String needs() {
      return key;
    }
  }

  /**
   * The value of the attribute {@code of}, on spans whose attribute {@code where} is {@code is}.
   */
  record AttributeWhere(String of, String where, String is) implements Source {
    @Override
    public String needs() {
      return of;
    }
  }

  /** The value of the attribute {@code of}, unless it begins with {@code unlessPrefix}. */
  record AttributeUnless(String of, String unlessPrefix) implements Source {
    @Override
    public String needs() {
      return of;
    }
  }

  /** The value at {@code at} in the JSON that the attribute {@code json} holds. */
  record InJson(String json, JsonPointer at) implements Source {
    @Override
    public String needs() {
      return json;
    }
  }

  /** The value at {@code at} in the Python literal that the attribute {@code python} holds. */
  record InPython(String python, JsonPointer at) implements Source {
    @Override
    public String needs() {
      return python;
    }
  }

  /** One message of the assistant, put together from the attributes that hold its two parts. */
  record Answer(String text, String toolCalls) implements Source {}

  /** The value of the resource's attribute {@code resource}. */
  record ResourceAttribute(String resource) implements Source {}

  /**
   * The attribute {@code key} of the last event called {@code event}, by its name or by its
   * attribute {@code event.name}: Rust's tracing names events after their place in the code.
   */
  record EventAttribute(String event, String key) implements Source {}

  /** What follows {@code nameAfter} in the span's name. */
  record NameAfter(String nameAfter) implements Source {}

  /** What stands before {@code nameBefore} at the end of the span's name. */
  record NameBefore(String nameBefore) implements Source {}

  /** The span's whole name, where it is of that kind: {@code {spanName: true}}. */
  record SpanName() implements Source {}

  /**
   * The array that the flattened keys after {@code indexed} spell: {@code
   * llm.input_messages.0.message.role} and so on.
   */
  record Indexed(String indexed) implements Source {}

  /** An array with one element for each event of these names; the value is the message's role. */
  record MessageEvents(Map<String, String> messageEvents) implements Source {
    public MessageEvents {
      messageEvents = Map.copyOf(messageEvents);
    }
  }
}
