// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.quickstart.engine.query.Account;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * The passwords of the two accounts of the embedded engine, random, in a file that only its owner
 * can read. They never stand on a command line or in a log.
 */
public record EngineCredentials(String writerPassword, String readerPassword) {

  /** User that may do everything. */
  public static final String WRITER = "writer";

  /** User that may only read. */
  public static final String READER = "reader";

  private static final int PASSWORD_BYTES = 24;
  private static final int MIN_PASSWORD_CHARS = 16;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  public EngineCredentials {
    requireLong(WRITER, writerPassword);
    requireLong(READER, readerPassword);
  }

  private static void requireLong(String user, String password) {
    if (password.length() < MIN_PASSWORD_CHARS) {
      throw new IllegalArgumentException(
          "password of " + user + " must have at least " + MIN_PASSWORD_CHARS + " characters");
    }
  }

  /**
   * Reads the file; where there is none, draws passwords and writes it, mode 0600.
   *
   * @throws IOException when it cannot be read or written, or others may read it
   */
  public static EngineCredentials loadOrCreate(Path file) throws IOException {
    if (Files.exists(file)) {
      return load(file);
    }
    EngineCredentials drawn = new EngineCredentials(draw(), draw());
    Properties properties = new Properties();
    properties.setProperty(WRITER, drawn.writerPassword);
    properties.setProperty(READER, drawn.readerPassword);
    // By way of another name: a crash leaves no half of a file.
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.deleteIfExists(draft);
    Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try (Writer out = Files.newBufferedWriter(draft, UTF_8, StandardOpenOption.WRITE)) {
      properties.store(out, "Passwords of the embedded ClickHouse engine");
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    return drawn;
  }

  /**
   * Reads the file.
   *
   * @throws IOException when it cannot be read, or others may read it
   */
  public static EngineCredentials load(Path file) throws IOException {
    if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      throw new IOException(file + " must be readable by its owner only (chmod 600)");
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file, UTF_8)) {
      properties.load(in);
    }
    try {
      return new EngineCredentials(
          properties.getProperty(WRITER, ""), properties.getProperty(READER, ""));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static String draw() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The account of a user with that password. */
  Optional<Account> authenticate(String user, String password) {
    boolean writer = equal(WRITER, user) && equal(writerPassword, password);
    boolean reader = equal(READER, user) && equal(readerPassword, password);
    if (writer) {
      return Optional.of(Account.WRITER);
    }
    return reader ? Optional.of(Account.READER) : Optional.empty();
  }

  private static boolean equal(String expected, String given) {
    return MessageDigest.isEqual(expected.getBytes(UTF_8), given.getBytes(UTF_8));
  }

  /** Without the passwords. */
  @Override
  public String toString() {
    return "EngineCredentials[...]";
  }
}
