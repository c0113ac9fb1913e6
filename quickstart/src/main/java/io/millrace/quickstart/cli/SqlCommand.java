// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.shell.SqlShell;
import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the tables, read-only. */
@Command(
    name = "sql",
    description = {
      "Ask the tables in SQL, read-only. At a terminal and without a query: one statement",
      "after another, with history and completion."
    })
final class SqlCommand implements Callable<Integer> {
  private static final String COLUMNS =
      "SELECT c.table AS view, c.name AS name FROM system.columns AS c"
          + " WHERE c.database = currentDatabase() AND c.table IN (SELECT name FROM system.tables"
          + " WHERE database = currentDatabase() AND engine = 'View') ORDER BY view, c.position";

  private static final String NO_QUERY = "give a query, or a file with one by --file";

  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "SQL", arity = "0..1", description = "A query, without a FORMAT clause.")
  private String sql;

  @Option(names = "--file", paramLabel = "FILE", description = "A file with the query.")
  private Path file;

  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE",
      description = "The value of a {NAME:Type} in the query; may be given several times.")
  private final Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--format",
      paramLabel = "F",
      defaultValue = "PrettyCompact",
      description = "A format of ClickHouse, such as TSVWithNames or JSONEachRow.")
  private String format;

  @Override
  public Integer call() throws InterruptedException {
    try (SqlReader reader = new SqlReader(common.clickHouseReader())) {
      if (sql == null && file == null) {
        return shell(reader);
      }
      reader.stream(query(), Map.copyOf(parameters), format, System.out);
      System.out.flush();
      return ExitCode.OK;
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE, "--format " + format + " is no format of ClickHouse", e);
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private int shell(SqlReader reader) throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().dumb(true).build()) {
      if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
        throw new CommandException(ExitCode.USAGE, NO_QUERY);
      }
      new SqlShell(
              terminal,
              (statement, values, out) -> reader.stream(statement, values, format, out),
              views(reader),
              history(common.folder().root().resolve("sql-history")))
          .run();
      return ExitCode.OK;
    }
  }

  private static Map<String, List<String>> views(SqlReader reader) throws IOException {
    Map<String, List<String>> views = new TreeMap<>();
    for (Map<String, Object> row : reader.query(COLUMNS, Map.of())) {
      views
          .computeIfAbsent(row.get("view").toString(), any -> new ArrayList<>())
          .add(row.get("name").toString());
    }
    return views;
  }

  /** Statements may name people: the file is its owner's. */
  private static Path history(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    if (Files.notExists(path)) {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return path;
  }

  private String query() throws IOException {
    if ((sql == null) == (file == null)) {
      throw new CommandException(ExitCode.USAGE, NO_QUERY);
    }
    return file == null ? sql : Files.readString(file);
  }
}
