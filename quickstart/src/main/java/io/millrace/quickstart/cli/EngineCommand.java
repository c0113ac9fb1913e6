// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.engine.EngineLibrary;
import io.millrace.quickstart.engine.EngineUnavailableException;
import io.millrace.quickstart.settings.Setting;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * For the {@code millrace} script: prints {@code install} if libchdb is wanted, can be installed
 * here, and is not there yet. Takes the arguments of {@code up}.
 */
@Command(name = EngineCommand.NAME, hidden = true)
final class EngineCommand implements Callable<Integer> {
  static final String NAME = "engine";

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    boolean wanted = common.settings().isEmpty(Setting.CLICKHOUSE_URL);
    if (wanted && !isInstallable()) {
      requireLibrary();
    } else if (wanted && !Files.exists(common.engineFolder().resolve(EngineLibrary.INSTALLED))) {
      System.out.println("install");
    }
    return ExitCode.OK;
  }

  private boolean isInstallable() {
    return common.settings().isEmpty(Setting.CHDB_LIBRARY) && EngineLibrary.isSupportedPlatform();
  }

  /** On another platform there must be a library that the user names. */
  private void requireLibrary() {
    try {
      EngineLibrary.locate(common.engineFolder(), common.settings().environment());
    } catch (EngineUnavailableException e) {
      throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
    }
  }
}
