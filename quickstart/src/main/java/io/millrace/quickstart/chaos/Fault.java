// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Something that befalls a cluster.
 *
 * @param kind what happens
 * @param victims processes that it happens to; empty where it is a connection or a disk
 * @param lasting how long, for what does not happen in a moment
 */
record Fault(Kind kind, List<String> victims, Duration lasting) {
  /** What may happen. */
  enum Kind {
    /** SIGKILL; the supervisor starts it again. */
    KILL("kill -9 of"),
    /** SIGSTOP, and SIGCONT after a while. */
    STANDSTILL("SIGSTOP of"),
    /** The job's connections to ClickHouse break and new ones are refused. */
    REFUSE("ClickHouse refuses connections"),
    /** The job's connections to ClickHouse are slow. */
    SLOW("ClickHouse is slow"),
    /** No byte is left on the disk of the data folder. */
    FULL_DISK("the disk is full");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  Fault {
    victims = List.copyOf(victims);
  }

  @Override
  public String toString() {
    String of = victims.isEmpty() ? "" : " " + String.join(", ", victims);
    String time =
        lasting.isZero() ? "" : String.format(Locale.ROOT, " for %.1f s", lasting.toMillis() / 1e3);
    return kind.words + of + time;
  }
}
