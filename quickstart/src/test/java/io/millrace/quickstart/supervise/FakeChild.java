// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A child process for tests: a journal file, its name, and what to do. It writes its start and its
 * orderly end to the journal.
 */
final class FakeChild {
  private FakeChild() {}

  public static void main(String[] arguments) throws IOException {
    Path journal = Path.of(arguments[0]);
    String name = arguments[1];
    write(journal, name + " started");
    switch (arguments[2]) {
      case "run" -> runToEndOfInput(journal, name);
      case "fail" -> {
        System.err.println("no luck today");
        System.exit(7);
      }
      case "hang" -> readToEnd();
      default -> throw new IllegalArgumentException(arguments[2]);
    }
  }

  private static void runToEndOfInput(Path journal, String name) throws IOException {
    System.out.println("listening service-" + name + " here:1");
    System.out.println("some other line");
    System.out.println("ready");
    readToEnd();
    write(journal, name + " ended");
  }

  private static void readToEnd() throws IOException {
    System.in.readAllBytes();
  }

  private static void write(Path journal, String line) throws IOException {
    Files.writeString(journal, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
