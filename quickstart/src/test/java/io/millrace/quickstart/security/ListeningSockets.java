// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The TCP sockets on which a process listens, as Linux tells them (man 5 proc). */
final class ListeningSockets {
  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
  private static final String LISTEN = "0A";

  /** Addresses in hexadecimal, each four bytes in the machine's (little-endian) order. */
  private static final Set<String> LOOPBACK =
      Set.of(
          "0100007F",
          "00000000000000000000000001000000", // ::1
          "0000000000000000FFFF00000100007F"); // ::ffff:127.0.0.1

  private ListeningSockets() {}

  /** One of them. */
  record Listening(String address, int port) {
    boolean onLoopback() {
      return LOOPBACK.contains(address);
    }
  }

  static List<Listening> of(long pid) throws IOException {
    Set<String> inodes = socketInodes(pid);
    List<Listening> listening = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "net", table))) {
        String[] cells = line.strip().split("\\s+", -1);
        if (cells[3].equals(LISTEN) && inodes.contains(cells[9])) {
          String[] local = cells[1].split(":", -1);
          listening.add(new Listening(local[0], Integer.parseInt(local[1], 16)));
        }
      }
    }
    return listening;
  }

  private static Set<String> socketInodes(long pid) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
      descriptors.forEach(
          descriptor -> {
            Matcher socket = SOCKET.matcher(target(descriptor));
            if (socket.matches()) {
              inodes.add(socket.group(1));
            }
          });
    }
    return inodes;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (NoSuchFileException closedMeanwhile) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
