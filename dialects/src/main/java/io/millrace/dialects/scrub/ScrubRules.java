// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.scrub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What survives scrubbing, from {@code scrub.yaml}, where each list is explained.
 *
 * @param keepAttributes keys or patterns of attributes whose texts survive
 * @param chatAttributes keys or patterns of attributes that hold a chat as JSON
 * @param keepFields fields of a chat whose texts survive
 * @param payloadFields fields of a chat below which nothing does
 * @param chatMarks fields by which a chat is told from other JSON
 * @param mlflowFields fields of MLflow's own JSON whose texts survive
 * @param keepHeaders request headers that survive, in lower case
 */
record ScrubRules(
    List<String> keepAttributes,
    List<String> chatAttributes,
    Set<String> keepFields,
    Set<String> payloadFields,
    Set<String> chatMarks,
    Set<String> mlflowFields,
    Set<String> keepHeaders) {
  private static final String FILE = "/io/millrace/dialects/scrub.yaml";
  private static final Pattern INDEX = Pattern.compile("(?<=\\.)\\d+(?=\\.|$)");

  static ScrubRules bundled() {
    try (InputStream in = ScrubRules.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IOException("no such file");
      }
      return new ObjectMapper(new YAMLFactory()).readValue(in, ScrubRules.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE + ": " + e.getMessage(), e);
    }
  }

  boolean keepsAttribute(String key) {
    return matches(keepAttributes, key);
  }

  boolean isChat(String key) {
    return matches(chatAttributes, key);
  }

  private static boolean matches(List<String> patterns, String key) {
    String general = INDEX.matcher(key).replaceAll("*");
    for (String pattern : patterns) {
      boolean open = pattern.endsWith(".*");
      if (open
          ? general.startsWith(pattern.substring(0, pattern.length() - 1))
          : general.equals(pattern)) {
        return true;
      }
    }
    return false;
  }
}
