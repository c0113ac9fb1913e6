// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/**
 * Reads what Python's repr() writes of dicts, lists, tuples, texts, numbers, None, True and False
 * (Python 3, Language Reference 2.4 and 6.2), as LiteLLM sends it. Everything else is missing: not
 * guessed.
 */
final class PythonLiteral {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_DEPTH = 32;
  private static final int MAX_NUMBER_CHARS = 40;

  /** The text is no literal. */
  private static final class NoLiteralException extends Exception {
    private static final long serialVersionUID = 1L;

    NoLiteralException() {
      super(null, null, false, false);
    }
  }

  private final String text;
  private int at;

  private PythonLiteral(String text) {
    this.text = text;
  }

  /** The literal as JSON; missing where the text is none. */
  static JsonNode parse(String text) {
    PythonLiteral parser = new PythonLiteral(text);
    try {
      JsonNode value = parser.value(0);
      return parser.peek() == 0 ? value : MissingNode.getInstance();
    } catch (NoLiteralException e) {
      return MissingNode.getInstance();
    }
  }

  private JsonNode value(int depth) throws NoLiteralException {
    if (depth > MAX_DEPTH) {
      throw new NoLiteralException();
    }
    char c = peek();
    return switch (c) {
      case '{' -> dict(depth);
      case '[' -> list(']', depth);
      case '(' -> list(')', depth);
      case '\'', '"' -> NODES.textNode(string());
      default -> word();
    };
  }

  private ObjectNode dict(int depth) throws NoLiteralException {
    ObjectNode dict = NODES.objectNode();
    at++;
    while (peek() != '}') {
      JsonNode key = value(depth + 1);
      expect(':');
      dict.set(key.asText(), value(depth + 1));
      skipComma('}');
    }
    at++;
    return dict;
  }

  private ArrayNode list(char end, int depth) throws NoLiteralException {
    ArrayNode list = NODES.arrayNode();
    at++;
    while (peek() != end) {
      list.add(value(depth + 1));
      skipComma(end);
    }
    at++;
    return list;
  }

  private void skipComma(char end) throws NoLiteralException {
    if (peek() != end) {
      expect(',');
    }
  }

  private void expect(char c) throws NoLiteralException {
    if (peek() != c) {
      throw new NoLiteralException();
    }
    at++;
  }

  private String string() throws NoLiteralException {
    char quote = text.charAt(at++);
    StringBuilder string = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == quote) {
        return string.toString();
      }
      string.append(c == '\\' ? escaped() : String.valueOf(c));
    }
    throw new NoLiteralException();
  }

  private String escaped() throws NoLiteralException {
    if (at == text.length()) {
      throw new NoLiteralException();
    }
    char c = text.charAt(at++);
    return switch (c) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'x' -> codePoint(2);
      case 'u' -> codePoint(4);
      case 'U' -> codePoint(8);
      default -> String.valueOf(c);
    };
  }

  private String codePoint(int digits) throws NoLiteralException {
    try {
      String hex = text.substring(at, at + digits);
      at += digits;
      return Character.toString(Integer.parseInt(hex, 16));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new NoLiteralException();
    }
  }

  private JsonNode word() throws NoLiteralException {
    int start = at;
    while (at < text.length() && "{}[](),:'\" \t\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    return switch (word) {
      case "None" -> NODES.nullNode();
      case "True" -> NODES.booleanNode(true);
      case "False" -> NODES.booleanNode(false);
      default -> number(word);
    };
  }

  private static JsonNode number(String word) throws NoLiteralException {
    try {
      if (word.length() <= MAX_NUMBER_CHARS) {
        return NODES.numberNode(new BigDecimal(word));
      }
    } catch (NumberFormatException e) {
      // A name, or what repr() writes of an object.
    }
    throw new NoLiteralException();
  }

  /** The next character that is no blank; 0 at the end. */
  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }
}
