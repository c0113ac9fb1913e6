// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One numbered step of the schema, from a file V0001__name.sql. Its statements end in a semicolon
 * at the end of a line and can be run again after being cut off half-way: they say IF NOT EXISTS,
 * OR REPLACE, or look first. A file that was released is never changed.
 *
 * @param version 1 up, without gaps
 * @param name of the file
 * @param checksum SHA-256 of the file, hex
 * @param statements to run in order, unqualified
 */
record Migration(int version, String name, String checksum, List<String> statements) {
  private static final Pattern FILE_NAME = Pattern.compile("V(\\d{4})__\\w+\\.sql");
  private static final Pattern STATEMENT_END = Pattern.compile(";\\s*(\\R|$)");

  static Migration load(String name) {
    try (InputStream file = Migration.class.getResourceAsStream("migrations/" + name)) {
      if (file == null) {
        throw new IllegalStateException("no migration " + name + " on the class path");
      }
      return of(name, new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Migration of(String name, String text) {
    Matcher matcher = FILE_NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a migration is named like V0001__name.sql: " + name);
    }
    return new Migration(
        Integer.parseInt(matcher.group(1)), name, checksumOf(text), statementsOf(text));
  }

  private static List<String> statementsOf(String text) {
    String code =
        text.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
    return Arrays.stream(STATEMENT_END.split(code))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  private static String checksumOf(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
