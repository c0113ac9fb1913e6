// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.scrub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.dialects.scrub.TextScrubber.Context;

/**
 * Scrubs JSON in place: white space, keys, numbers and the way of escaping stay as they are, only
 * what is between the quotes of values changes.
 */
final class JsonTextScrubber {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final ObjectMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final int MAX_ASCII = 0x80;

  private final String text;
  private final TextScrubber texts;
  private final StringBuilder out;
  private int at;

  private JsonTextScrubber(String text, TextScrubber texts) {
    this.text = text;
    this.texts = texts;
    this.out = new StringBuilder(text.length());
  }

  /** The scrubbed JSON; null where the text is no JSON object or array. */
  static String scrub(String text, Context context, TextScrubber texts) {
    String stripped = text.strip();
    if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
      return null;
    }
    try {
      JsonNode json = JSON.readTree(text);
      boolean chat = context == Context.CHAT && isChat(json, texts.rules());
      JsonTextScrubber scrubber = new JsonTextScrubber(text, texts);
      scrubber.value("", chat ? Context.CHAT : Context.PAYLOAD);
      scrubber.space();
      return scrubber.out.toString();
    } catch (JsonProcessingException e) {
      // Cut off, or no JSON: then all of it is text.
      return null;
    }
  }

  private static boolean isChat(JsonNode json, ScrubRules rules) {
    JsonNode first = json;
    while (first.isArray()) {
      first = first.path(0);
    }
    return rules.chatMarks().stream().anyMatch(first::has);
  }

  // From here on the text is known to be JSON.

  private void value(String field, Context context) throws JsonProcessingException {
    space();
    switch (text.charAt(at)) {
      case '{' -> object(texts.below(field, context));
      case '[' -> array(field, context);
      case '"' -> string(field, context);
      default -> literal();
    }
  }

  private void object(Context context) throws JsonProcessingException {
    take();
    space();
    while (text.charAt(at) != '}') {
      String quoted = quoted();
      out.append(quoted);
      space();
      take();
      value(JSON.readValue(quoted, String.class), context);
      comma();
    }
    take();
  }

  /** Elements stand under the array's own field; a chat may be called input or output. */
  private void array(String field, Context context) throws JsonProcessingException {
    boolean chat = field.equals("input") || field.equals("output");
    take();
    space();
    while (text.charAt(at) != ']') {
      value(chat ? "" : field, context);
      comma();
    }
    take();
  }

  private void string(String field, Context context) throws JsonProcessingException {
    String quoted = quoted();
    String value = JSON.readValue(quoted, String.class);
    String scrubbed = texts.field(field, value, context);
    if (scrubbed.equals(value)) {
      out.append(quoted);
    } else {
      boolean escaped = quoted.contains("\\u") && quoted.chars().allMatch(c -> c < MAX_ASCII);
      ObjectMapper writer = escaped ? ASCII : JSON;
      out.append(writer.writeValueAsString(scrubbed));
    }
  }

  private void literal() {
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      take();
    }
  }

  private void comma() {
    space();
    if (text.charAt(at) == ',') {
      take();
      space();
    }
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      take();
    }
  }

  private void take() {
    out.append(text.charAt(at++));
  }

  /** The string at this place with its quotes, not yet taken over. */
  private String quoted() {
    int start = at++;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
    return text.substring(start, at);
  }
}
