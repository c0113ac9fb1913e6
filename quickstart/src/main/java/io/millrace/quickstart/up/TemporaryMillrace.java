// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.data.RunState;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.quickstart.supervise.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole Millrace for the time of one command: on free ports, its data folder goes with it. */
public final class TemporaryMillrace implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TemporaryMillrace.class);

  private final LocalMillrace millrace;
  private final Thread atSignal;

  private TemporaryMillrace(LocalMillrace millrace) {
    this.millrace = millrace;
    this.atSignal = new Thread(this::stop, "stop");
    Runtime.getRuntime().addShutdownHook(atSignal);
  }

  /**
   * Starts one.
   *
   * @param settings all but ports and the data folder
   * @throws StartException in one line; nothing is left running
   */
  public static TemporaryMillrace start(Settings settings, Path engineFolder)
      throws StartException, InterruptedException {
    Map<Setting, String> ports = new EnumMap<>(Setting.class);
    FreePorts.all().forEach(port -> ports.put(port, "0"));
    DataFolder folder = new DataFolder(newFolder());
    try {
      return new TemporaryMillrace(
          LocalMillrace.start(settings.with(ports), folder, engineFolder, new QuietListener()));
    } catch (StartException e) {
      // The folder stays: its logs say why.
      throw new StartException(e.getMessage() + "; logs in " + folder.logFolder(), e);
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("millrace");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With the ports that were chosen. */
  public Settings settings() {
    return millrace.settings();
  }

  public DataFolder folder() {
    return millrace.folder();
  }

  public RunState state() {
    return millrace.state();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atSignal);
    stop();
  }

  private void stop() {
    millrace.close();
    try {
      folder().delete();
    } catch (IOException e) {
      log.warn("the temporary data folder {} could not be removed", folder().root(), e);
    }
  }
}
