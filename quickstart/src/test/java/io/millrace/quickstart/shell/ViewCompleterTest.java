// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.reader.Candidate;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.api.Test;

class ViewCompleterTest {
  private final ViewCompleter completer =
      new ViewCompleter(
          Map.of("traces", List.of("trace_id", "cost_usd"), "users", List.of("user_id")));

  @Test
  void statement_isOfferedViewsAndTheColumnsOfThoseItNames() {
    assertThat(offered("SELECT tr")).contains("traces", "users", "trace_id", "user_id", "SELECT");
    assertThat(offered("SELECT co FROM traces"))
        .contains("cost_usd", "trace_id")
        .doesNotContain("user_id");
  }

  @Test
  void command_isOfferedCommandsThenViews() {
    assertThat(offered("\\")).containsExactly("\\d", "\\?", "\\q");
    assertThat(offered("\\d tr")).containsExactly("traces", "users");
  }

  /** The reader, which knows the terminal, is not asked. */
  private List<String> offered(String line) {
    List<Candidate> candidates = new ArrayList<>();
    completer.complete(
        null, new StatementParser().parse(line, line.length(), ParseContext.COMPLETE), candidates);
    return candidates.stream().map(Candidate::value).toList();
  }
}
