// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.quickstart.data.ProcessState.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStateTest {
  private static final ProcessIdentity THIS = ProcessIdentity.of(ProcessHandle.current());
  private static final ProcessState PIPELINE =
      new ProcessState(
          "pipeline",
          new ProcessIdentity(42, 1_000),
          Phase.READY,
          5_000,
          3,
          Map.of("bridge-http", "http://127.0.0.1:4318"));

  @TempDir Path root;
  private DataFolder folder;

  @BeforeEach
  void prepare() {
    folder = new DataFolder(root);
    folder.prepare();
  }

  @Test
  void state_isReadAsItWasWritten() {
    RunState state = new RunState(THIS, "http://127.0.0.1:9466", true, List.of(PIPELINE));

    state.write(folder);

    assertThat(RunState.last(folder)).contains(state);
    assertThat(RunState.ofRunning(folder)).contains(state);
    assertThat(state.address("bridge-http")).contains("http://127.0.0.1:4318");
    assertThat(state.address("kafka")).isEmpty();
  }

  @Test
  void ofRunning_isNothingWhereNoneWasStarted() {
    assertThat(RunState.ofRunning(folder)).isEmpty();
  }

  @Test
  void ofRunning_doesNotTakeALaterProcessOfTheSameIdForTheSupervisor() {
    ProcessIdentity former = new ProcessIdentity(THIS.pid(), THIS.startMillis() - 60_000);

    new RunState(former, "http://127.0.0.1:9466", true, List.of()).write(folder);

    assertThat(RunState.ofRunning(folder)).isEmpty();
    assertThat(RunState.last(folder)).isPresent();
  }

  @Test
  void last_saysWhichFileIsUnreadable() throws IOException {
    Files.writeString(folder.stateFile(), "{");

    assertThatThrownBy(() -> RunState.last(folder))
        .isInstanceOf(DataFolderException.class)
        .hasMessageContaining("state.json cannot be read");
  }
}
