// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.supervise;

import java.util.Optional;

/**
 * One line of the protocol by which a child process tells its supervisor how far it is, on its
 * standard output:
 *
 * <pre>
 * listening SERVICE ADDRESS     the service answers there
 * ready [ADDRESS]               everything of this process answers
 * </pre>
 *
 * Other lines are only logged.
 *
 * @param ready whether the process is ready with this line
 * @param service the service that answers; of a bare {@code ready ADDRESS}, the process's own name
 * @param address where; '' if the line names none
 */
record Announcement(boolean ready, String service, String address) {

  /** Reads a line; nothing if it is none of the protocol. */
  static Optional<Announcement> parse(String processName, String line) {
    String[] words = line.split(" ", -1);
    if (words[0].equals("ready") && words.length <= 2) {
      return Optional.of(new Announcement(true, processName, words.length == 2 ? words[1] : ""));
    }
    if (words[0].equals("listening") && words.length == 3) {
      return Optional.of(new Announcement(false, words[1], words[2]));
    }
    return Optional.empty();
  }
}
