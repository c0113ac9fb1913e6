// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.data;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * What runs on a data folder: {@code state.json}, written by the supervisor, read by down, status,
 * send and sql.
 *
 * @param supervisor the process that started the others
 * @param supervisorUrl where it tells health and metrics
 * @param ready whether every process has answered at least once
 * @param processes in the order of their start
 */
public record RunState(
    ProcessIdentity supervisor, String supervisorUrl, boolean ready, List<ProcessState> processes) {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  public RunState {
    processes = List.copyOf(processes);
  }

  /** The state on a data folder, if a supervisor runs there. */
  public static Optional<RunState> ofRunning(DataFolder folder) {
    return last(folder).filter(state -> state.supervisor().find().isPresent());
  }

  /** The last state written on a data folder, also of a supervisor that is gone. */
  public static Optional<RunState> last(DataFolder folder) {
    Path file = folder.stateFile();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), RunState.class));
    } catch (IOException e) {
      throw new DataFolderException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Replaces the state file in one step, so that a reader never sees half of it. */
  public void write(DataFolder folder) {
    Path file = folder.stateFile();
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    try {
      JSON.writerWithDefaultPrettyPrinter().writeValue(whole.toFile(), this);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DataFolderException(file + " cannot be written: " + e, e);
    }
  }

  /** An address by the name of its service, such as {@code bridge-http}. */
  public Optional<String> address(String service) {
    return processes.stream()
        .map(process -> process.addresses().get(service))
        .filter(address -> address != null)
        .findFirst();
  }
}
