// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a setting's text must look like, and how it is read. */
public enum SettingKind {
  TEXT("any text"),
  BOOLEAN("true or false"),
  COUNT("a whole number, 1 or more"),
  PORT("a port, 0 to 65535, where 0 picks a free one"),
  BYTES("a size such as 262144, 900KiB, 64MiB or 1GiB"),
  DURATION("a time such as 500ms, 1s, 15m, 12h or 30d"),
  HTTP_URL("empty, or a URL that starts with http:// or https://, without user and password"),
  URI("empty, or a URI with a scheme, such as file:///mnt/checkpoints or s3://bucket/folder"),
  SECRET("any text"),
  FILE("empty, or a file that can be read"),
  JVM_FLAGS("empty, or flags that start with a -, such as -XX:+HeapDumpOnOutOfMemoryError"),
  SECURITY_PROTOCOL("empty, PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL"),
  SASL_MECHANISM("PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512 (others by kafka.properties-file)"),
  STATE_BACKEND("hashmap or rocksdb"),
  COST_PRECEDENCE("computed or emitter"),
  NOISE_POLICY("keep, keep-bare or drop, then others by dialect: keep-bare, codex=drop");

  private static final Pattern QUANTITY = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]*)");
  private static final Pattern NOISE_POLICIES =
      Pattern.compile("(keep|keep-bare|drop)(\\s*,\\s*[a-z0-9-]+\\s*=\\s*(keep|keep-bare|drop))*");
  private static final Pattern FLAGS = Pattern.compile("-\\S+(\\s+-\\S+)*");
  private static final Map<String, Long> BYTES_BY_UNIT =
      Map.of("", 1L, "B", 1L, "KIB", 1L << 10, "MIB", 1L << 20, "GIB", 1L << 30);
  private static final Map<String, Duration> DURATION_BY_UNIT =
      Map.of(
          "MS", Duration.ofMillis(1),
          "S", Duration.ofSeconds(1),
          "M", Duration.ofMinutes(1),
          "H", Duration.ofHours(1),
          "D", Duration.ofDays(1));

  private final String rule;

  SettingKind(String rule) {
    this.rule = rule;
  }

  /** What a legal text looks like, to be read after "must be". */
  String rule() {
    return rule;
  }

  /** Reads the text; any {@link IllegalArgumentException} says that it breaks the rule. */
  Object parse(String text) {
    return switch (this) {
      case TEXT, SECRET -> text;
      case FILE -> parseFile(text);
      case URI -> parseUri(text);
      case SECURITY_PROTOCOL ->
          oneOf(Set.of("", "PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"), text);
      case SASL_MECHANISM -> oneOf(Set.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"), text);
      case BOOLEAN -> Boolean.valueOf(oneOf(Set.of("true", "false"), text));
      case COUNT -> atLeast(1, Integer.parseInt(text));
      case PORT -> port(Integer.parseInt(text));
      case BYTES -> parseBytes(text);
      case DURATION -> parseDuration(text);
      case HTTP_URL -> parseUrl(text);
      case STATE_BACKEND -> oneOf(Set.of("hashmap", "rocksdb"), text);
      case COST_PRECEDENCE -> oneOf(Set.of("computed", "emitter"), text);
      case NOISE_POLICY -> matching(NOISE_POLICIES, text);
      case JVM_FLAGS -> text.isEmpty() ? List.of() : List.of(matching(FLAGS, text).split("\\s+"));
    };
  }

  private static String matching(Pattern pattern, String text) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static Object parseBytes(String text) {
    Matcher quantity = quantity(text);
    Long unitBytes = BYTES_BY_UNIT.get(quantity.group(2).toUpperCase(Locale.ROOT));
    if (unitBytes == null) {
      throw new IllegalArgumentException(text);
    }
    try {
      return Math.multiplyExact(Long.parseLong(quantity.group(1)), unitBytes);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static Object parseDuration(String text) {
    Matcher quantity = quantity(text);
    Duration unit = DURATION_BY_UNIT.get(quantity.group(2).toUpperCase(Locale.ROOT));
    if (unit == null) {
      throw new IllegalArgumentException(text);
    }
    return unit.multipliedBy(Long.parseLong(quantity.group(1)));
  }

  private static Object parseUrl(String text) {
    if (text.isEmpty()) {
      return text;
    }
    java.net.URI url = java.net.URI.create(text);
    oneOf(Set.of("http", "https"), String.valueOf(url.getScheme()));
    if (url.getHost() == null || url.getUserInfo() != null) {
      throw new IllegalArgumentException(text);
    }
    return url;
  }

  private static String parseUri(String text) {
    if (!text.isEmpty() && !java.net.URI.create(text).isAbsolute()) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static String parseFile(String text) {
    if (!text.isEmpty() && !Files.isReadable(Path.of(text))) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static Matcher quantity(String text) {
    Matcher quantity = QUANTITY.matcher(text);
    if (!quantity.matches()) {
      throw new IllegalArgumentException(text);
    }
    return quantity;
  }

  private static int port(int number) {
    if (number > 65535) {
      throw new IllegalArgumentException(String.valueOf(number));
    }
    return atLeast(0, number);
  }

  private static int atLeast(int least, int number) {
    if (number < least) {
      throw new IllegalArgumentException(String.valueOf(number));
    }
    return number;
  }

  private static String oneOf(Set<String> allowed, String text) {
    if (!allowed.contains(text)) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}
