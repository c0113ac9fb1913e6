// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.data;

import java.util.Map;
import java.util.TreeMap;

/**
 * One child process as the supervisor last saw it.
 *
 * @param name broker, clickhouse or pipeline
 * @param process its identity, none while it does not run
 * @param phase where it stands
 * @param sinceUnixMillis when it entered that phase
 * @param restarts how often it was started again
 * @param addresses what it listens on, by the name of the service
 */
public record ProcessState(
    String name,
    ProcessIdentity process,
    Phase phase,
    long sinceUnixMillis,
    int restarts,
    Map<String, String> addresses) {

  /** Where a child process stands. */
  public enum Phase {
    STARTING,
    READY,
    RESTARTING,
    STOPPED
  }

  public ProcessState {
    addresses = new TreeMap<>(addresses);
  }
}
