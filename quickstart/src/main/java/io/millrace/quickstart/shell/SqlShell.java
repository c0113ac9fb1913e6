// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shell;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** Asks what is written at a terminal, statement by statement, until its user leaves. */
public final class SqlShell {
  private static final String PROMPT = "millrace> ";
  private static final String NEXT_LINE_PROMPT = "       -> ";
  private static final String HELP =
      """
      A statement ends with ; and may go over lines.
      \\d        the views
      \\d VIEW   its columns
      \\q        leave, as Ctrl-D does
      Tab completes views and columns, Ctrl-R searches what was asked before.""";
  private static final String VIEWS =
      "SELECT name, comment FROM system.tables"
          + " WHERE database = currentDatabase() AND engine = 'View' ORDER BY name";
  private static final String COLUMNS =
      "SELECT name, type, comment FROM system.columns"
          + " WHERE database = currentDatabase() AND table = {view:String} ORDER BY position";

  /** The tables that are asked. */
  @FunctionalInterface
  public interface Tables {
    /**
     * Asks, and prints the answer.
     *
     * @param parameters value of each {@code {name:Type}}
     * @throws IOException saying why there is no answer
     */
    void print(String sql, Map<String, Object> parameters, OutputStream out) throws IOException;
  }

  private final Terminal terminal;
  private final Tables tables;
  private final LineReader reader;

  /**
   * A shell.
   *
   * @param views columns by view, for completion
   * @param history file in which statements are kept
   */
  public SqlShell(Terminal terminal, Tables tables, Map<String, List<String>> views, Path history) {
    this.terminal = terminal;
    this.tables = tables;
    reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .parser(new StatementParser())
            .completer(new ViewCompleter(views))
            .variable(LineReader.HISTORY_FILE, history)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, NEXT_LINE_PROMPT)
            // An exclamation mark is one, not something out of the history.
            .option(Option.DISABLE_EVENT_EXPANSION, true)
            .option(Option.CASE_INSENSITIVE, true)
            .build();
  }

  /** Returns when its user leaves. */
  public void run() {
    say("\\? explains, \\q leaves");
    while (true) {
      try {
        String line = reader.readLine(PROMPT).strip();
        if (line.equals("\\q")) {
          return;
        }
        answer(line);
      } catch (UserInterruptException dropped) {
        say("");
      } catch (EndOfFileException left) {
        return;
      }
    }
  }

  private void answer(String line) {
    if (line.isEmpty()) {
      return;
    }
    if (!StatementParser.isCommand(line)) {
      print(line.replaceFirst(";+$", ""), Map.of());
    } else if (line.equals("\\d")) {
      print(VIEWS, Map.of());
    } else if (line.startsWith("\\d ")) {
      print(COLUMNS, Map.of("view", line.substring("\\d ".length()).strip()));
    } else {
      say(HELP);
    }
  }

  private void print(String sql, Map<String, Object> parameters) {
    try {
      tables.print(sql, parameters, terminal.output());
      terminal.output().flush();
    } catch (IOException e) {
      say(e.getMessage());
    }
  }

  private void say(String text) {
    terminal.writer().println(text);
    terminal.flush();
  }
}
