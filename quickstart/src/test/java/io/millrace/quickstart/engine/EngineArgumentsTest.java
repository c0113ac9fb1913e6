// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineArgumentsTest {

  private static final EngineArguments ARGUMENTS =
      new EngineArguments(
          Path.of("/l/libchdb.so"),
          Path.of("/d"),
          8123,
          Path.of("/d/credentials"),
          1L << 30,
          1L << 28,
          true);

  @Test
  void commandLine_readsBack() {
    String[] line = ARGUMENTS.toCommandLine().toArray(String[]::new);

    assertThat(EngineArguments.parse(line)).isEqualTo(ARGUMENTS);
  }

  @ParameterizedTest
  @CsvSource({
    "--port, 65536, --port must be in 0..65535",
    "--port, x, --port must be a number",
    "--max-memory-bytes, 1, --max-memory-bytes must be at least",
    "--min-free-disk-bytes, -1, --min-free-disk-bytes must be from 0",
    "--ports, 1, unknown option --ports",
  })
  void badValue_isNamed(String name, String value, String message) {
    List<String> line = new ArrayList<>(ARGUMENTS.toCommandLine());
    line.add(name);
    line.add(value);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> EngineArguments.parse(line.toArray(String[]::new)))
        .withMessageContaining(message);
  }

  @Test
  void missingOption_isNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EngineArguments.parse("--port", "1"))
        .withMessage("--library is missing");
  }
}
