// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * However quotes, comments and escapes are strewn around a call of {@code file}, a reader never
 * sees what is in the file: where the lexer of the HTTP layer and that of the engine disagree on
 * what is a literal, this finds it.
 */
class ReaderPropertyIT {

  @RegisterExtension static final EngineExtension ENGINE = new EngineExtension();

  private static final int STATEMENTS = 1500;
  private static final String CONTENT = "content-of-the-file";

  private static final List<String> PIECES =
      List.of(
          "'", "\"", "`", "$a$", "$$", "$", "\\", "/*", "*/", "--", "//", "#", "# ", "#!", "\n",
          "\r", "\u000b", " ", "‘", "’", "“", "”", "−", "\u00a0", ",", "1", "x", "''", "\"\"", "``",
          "0x", "1e", ".", "b'", "x'41'", ";", "@", "{", "}", "[", "]", "(", ")", "\\'", "1_", "$a",
          "a$", "=>", "AS ", "file");

  @TempDir static Path folder;

  @Test
  void fileContent_isNeverSeen() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), CONTENT);
    String call = "file('" + secret + "')";
    assertThat(ENGINE.write("SELECT " + call)).isEqualTo(CONTENT);
    long seed = System.nanoTime();
    Random random = new Random(seed);

    for (int i = 0; i < STATEMENTS; i++) {
      String sql = "SELECT " + pieces(random, 4) + call + pieces(random, 3);
      HttpResponse<String> response = ENGINE.post("reader", "", sql);
      assertThat(response.body()).as("seed %d, statement %s", seed, sql).doesNotContain(CONTENT);
    }
  }

  private static String pieces(Random random, int most) {
    return Stream.generate(() -> PIECES.get(random.nextInt(PIECES.size())))
        .limit(random.nextInt(most + 1))
        .collect(Collectors.joining());
  }
}
