// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the tables, read-only. */
@Command(name = "sql", description = "Ask the tables in SQL, read-only.")
final class SqlCommand implements Callable<Integer> {
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

  private String query() throws IOException {
    if ((sql == null) == (file == null)) {
      throw new CommandException(ExitCode.USAGE, "give a query, or a file with one by --file");
    }
    return file == null ? sql : Files.readString(file);
  }
}
