// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.data.DataLock;
import io.millrace.quickstart.data.ProcessIdentity;
import io.millrace.quickstart.data.ProcessState;
import io.millrace.quickstart.data.RunState;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.quickstart.supervise.Backoff;
import io.millrace.quickstart.supervise.ProcessPlan;
import io.millrace.quickstart.supervise.StartException;
import io.millrace.quickstart.supervise.Supervisor;
import io.millrace.quickstart.supervise.SupervisorListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole Millrace on this machine: broker, ClickHouse engine and pipeline on one data folder. It
 * runs from {@link #start} to {@link #close}.
 */
public final class LocalMillrace implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LocalMillrace.class);

  /** Long enough for one that starts beside this, short enough for someone who waits. */
  private static final Duration EXISTING_ENGINE_ANSWERS_WITHIN = Duration.ofSeconds(10);

  private final Settings settings;
  private final DataFolder folder;
  private final DataLock lock;
  private final SupervisorListener report;
  private final Supervisor supervisor;
  private final StateRecorder recorder;
  private SupervisorEndpoint endpoint;
  private volatile boolean ready;

  private LocalMillrace(
      Settings settings,
      DataFolder folder,
      DataLock lock,
      List<List<ProcessPlan>> plans,
      SupervisorListener report) {
    this.settings = settings;
    this.folder = folder;
    this.lock = lock;
    this.report = report;
    this.recorder = new StateRecorder(folder, this::state);
    this.supervisor =
        new Supervisor(
            plans,
            Backoff.upTo(settings.duration(Setting.SUPERVISOR_MAX_RESTART_WAIT)),
            settings.duration(Setting.SUPERVISOR_START_WITHIN),
            new Recorder());
  }

  /** Starts the layout {@link Layout#QUICK_START}. */
  public static LocalMillrace start(
      Settings settings, DataFolder folder, Path engineFolder, SupervisorListener report)
      throws StartException, InterruptedException {
    return start(Layout.QUICK_START, settings, folder, engineFolder, report);
  }

  /**
   * Starts everything; when it returns, everything answers.
   *
   * @param processes which there are
   * @param settings where a port is 0, a free one is chosen
   * @param folder made where absent, locked until closed
   * @param engineFolder where npm has installed libchdb: quickstart/engine of a checkout
   * @param report hears what answers and what dies
   * @throws StartException in one line; nothing is left running
   */
  public static LocalMillrace start(
      Processes processes,
      Settings settings,
      DataFolder folder,
      Path engineFolder,
      SupervisorListener report)
      throws StartException, InterruptedException {
    folder.prepare();
    DataLock lock = DataLock.acquire(folder);
    LocalMillrace millrace = null;
    try {
      millrace = prepare(processes, settings, folder, engineFolder, lock, report);
      millrace.listen();
      millrace.supervisor.start();
      millrace.becomeReady();
      return millrace;
    } catch (StartException | InterruptedException | RuntimeException e) {
      if (millrace == null) {
        release(lock);
      } else {
        millrace.close();
      }
      throw e;
    }
  }

  private static LocalMillrace prepare(
      Processes processes,
      Settings settings,
      DataFolder folder,
      Path engineFolder,
      DataLock lock,
      SupervisorListener report)
      throws StartException, InterruptedException {
    Leftovers.await(folder);
    folder.requireFree(settings.bytes(Setting.DATA_MIN_FREE));
    folder.clearTemporary();
    Settings chosen = FreePorts.choose(settings);
    FreePorts.requireFree(chosen, FreePorts.used(chosen, processes));
    ExistingClickHouse.require(chosen, EXISTING_ENGINE_ANSWERS_WITHIN);
    chosen.describe().forEach(line -> log.info("setting {}", line));
    List<List<ProcessPlan>> plans = processes.plans(chosen, folder, engineFolder);
    return new LocalMillrace(chosen, folder, lock, plans, report);
  }

  /** The settings with the ports that were chosen. */
  public Settings settings() {
    return settings;
  }

  public DataFolder folder() {
    return folder;
  }

  /** The processes as they stand. */
  public RunState state() {
    return new RunState(
        ProcessIdentity.of(ProcessHandle.current()),
        "http://127.0.0.1:" + settings.number(Setting.SUPERVISOR_METRICS_PORT),
        ready,
        supervisor.states());
  }

  /** Where the supervisor itself is asked; answers from the first process's start on. */
  private void listen() throws StartException {
    int port = settings.number(Setting.SUPERVISOR_METRICS_PORT);
    endpoint = SupervisorEndpoint.start(port, this::state);
    report.answers("supervisor", "supervisor", state().supervisorUrl(), Duration.ZERO);
  }

  private void becomeReady() {
    ready = true;
    recorder.record();
  }

  /** Stops everything in order and frees the data folder. */
  @Override
  public void close() {
    supervisor.close();
    recorder.close();
    if (endpoint != null) {
      endpoint.close();
    }
    release(lock);
  }

  private static void release(DataLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      log.warn("the data folder's lock could not be released", e);
    }
  }

  /** Has state.json kept true, and passes on what it hears. */
  private final class Recorder implements SupervisorListener {
    @Override
    public void answers(String process, String service, String address, Duration sinceStart) {
      report.answers(process, service, address, sinceStart);
    }

    @Override
    public void died(String process, int exitCode, String lastError, Duration wait) {
      report.died(process, exitCode, lastError, wait);
    }

    @Override
    public void changed(List<ProcessState> processes) {
      recorder.record();
      report.changed(processes);
    }
  }
}
