// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.data.DataFolderException;
import io.millrace.quickstart.data.RunState;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code state.json} true. A disk that is full must not keep children from being started
 * again, so a state that cannot be written now is written later.
 */
final class StateRecorder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StateRecorder.class);
  private static final long RETRY_MILLIS = 2_000;

  private final DataFolder folder;
  private final Supplier<RunState> state;
  private final Timer retries = new Timer("record-state", true);
  private boolean closed;

  StateRecorder(DataFolder folder, Supplier<RunState> state) {
    this.folder = folder;
    this.state = state;
  }

  /** Reads and writes under one lock: what is written last is what was true last. */
  synchronized void record() {
    try {
      state.get().write(folder);
    } catch (DataFolderException e) {
      log.error("trying again in {} ms: {}", RETRY_MILLIS, e.getMessage());
      if (!closed) {
        retries.schedule(new Retry(), RETRY_MILLIS);
      }
    }
  }

  /** What is recorded from now on is written at once or not at all. */
  @Override
  public synchronized void close() {
    closed = true;
    retries.cancel();
  }

  private final class Retry extends TimerTask {
    @Override
    public void run() {
      record();
    }
  }
}
