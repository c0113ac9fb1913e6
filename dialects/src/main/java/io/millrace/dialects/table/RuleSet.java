// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.table;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All tables, in the order in which detection asks them.
 *
 * @param version of the whole set; stored with every span that it normalised
 * @param tables specific before generic
 * @param shared names of the tables that are asked after the detected one, in order
 * @param vocabulary words common to all
 */
public record RuleSet(
    String version, List<DialectTable> tables, List<String> shared, Vocabulary vocabulary) {
  private static final String FOLDER = "/io/millrace/dialects/";
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** The contents of {@code dialects.yaml}. */
  private record Index(String version, List<String> tables, List<String> shared) {}

  public RuleSet {
    Checks.text("version", version);
    tables = List.copyOf(tables);
    shared = List.copyOf(shared);
    Set<String> names = new HashSet<>();
    for (DialectTable table : tables) {
      if (!names.add(table.dialect())) {
        throw new IllegalArgumentException("table listed twice: " + table.dialect());
      }
    }
    for (DialectTable table : tables) {
      if (table.base() != null && !names.contains(table.base())) {
        throw new IllegalArgumentException(table.dialect() + ": no base table " + table.base());
      }
    }
    if (!names.containsAll(shared)) {
      throw new IllegalArgumentException("shared tables must be listed in tables: " + shared);
    }
  }

  /**
   * The tables that this build carries.
   *
   * @throws UncheckedIOException a table is missing or malformed
   */
  public static RuleSet bundled() {
    Index index = read("dialects", Index.class);
    List<DialectTable> tables = index.tables().stream().map(RuleSet::table).toList();
    return new RuleSet(
        index.version(), tables, index.shared(), read("vocabulary", Vocabulary.class));
  }

  private static DialectTable table(String name) {
    DialectTable table = read(name, DialectTable.class);
    if (!table.dialect().equals(name)) {
      throw new IllegalArgumentException(name + ".yaml calls itself " + table.dialect());
    }
    return table;
  }

  private static <T> T read(String name, Class<T> type) {
    String path = FOLDER + name + ".yaml";
    try (InputStream in = RuleSet.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IOException("no table " + path);
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), type);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  static <T> T parse(String yaml, Class<T> type) throws IOException {
    return YAML.readValue(yaml, type);
  }
}
