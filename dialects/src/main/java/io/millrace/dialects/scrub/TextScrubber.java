// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.scrub;

import java.util.regex.Pattern;

/** Scrubs one text: JSON inside it keeps its structure, the rest becomes filler. */
final class TextScrubber {
  /** What a text is part of. */
  enum Context {
    /** A chat, a request to a model or its response: some fields are facts. */
    CHAT,
    /** What a tool was given or gave, or any other text: nothing is a fact. */
    PAYLOAD
  }

  /** Emitters write numbers and truth as texts too; counts must survive. */
  private static final Pattern NUMBER_OR_TRUTH =
      Pattern.compile("-?\\d{1,12}(\\.\\d{1,18})?([eE]-?\\d{1,2})?|true|false|True|False");

  /** One word, as ids and names are; {@code <synthetic>} is the name of no model. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.:/+@<>-]{1,128}");

  private final ScrubRules rules;

  TextScrubber(ScrubRules rules) {
    this.rules = rules;
  }

  ScrubRules rules() {
    return rules;
  }

  /** The text of an attribute. */
  String attribute(String key, String text) {
    if (rules.keepsAttribute(key)) {
      return Filler.id(text);
    }
    if (NUMBER_OR_TRUTH.matcher(text).matches()) {
      return text;
    }
    return text(text, rules.isChat(key) ? Context.CHAT : Context.PAYLOAD);
  }

  /** The text of a field inside JSON or a kvlist. */
  String field(String field, String text, Context context) {
    if (context == Context.CHAT) {
      if (rules.keepFields().contains(field) && WORD.matcher(text).matches()) {
        return Filler.id(text);
      }
      if (NUMBER_OR_TRUTH.matcher(text).matches()) {
        return text;
      }
    }
    // JSON in a text in JSON is what a tool was given or gave.
    return text(text, Context.PAYLOAD);
  }

  /** The context below a field. */
  Context below(String field, Context context) {
    return rules.payloadFields().contains(field) ? Context.PAYLOAD : context;
  }

  private String text(String text, Context context) {
    String json = JsonTextScrubber.scrub(text, context, this);
    return json == null ? Filler.of(text) : json;
  }
}
