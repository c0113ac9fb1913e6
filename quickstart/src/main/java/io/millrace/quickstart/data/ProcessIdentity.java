// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.data;

import java.time.Instant;
import java.util.Optional;

/**
 * Names one process for ever: ids are given out again, so its start is kept beside its id.
 *
 * @param pid process id; 0 while there is no process
 * @param startMillis when the operating system says it started; 0 where it does not say
 */
public record ProcessIdentity(long pid, long startMillis) {
  public static final ProcessIdentity NONE = new ProcessIdentity(0, 0);

  /** Linux derives the start from a boot time that moves a little when the clock is adjusted. */
  private static final long CLOCK_TOLERANCE_MILLIS = 2_000;

  public static ProcessIdentity of(ProcessHandle handle) {
    return new ProcessIdentity(handle.pid(), startMillis(handle));
  }

  /** The process, if it still runs. */
  public Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(handle -> Math.abs(startMillis(handle) - startMillis) <= CLOCK_TOLERANCE_MILLIS);
  }

  private static long startMillis(ProcessHandle handle) {
    return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
