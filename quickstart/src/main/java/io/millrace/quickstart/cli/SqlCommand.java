// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.sql.SqlReader;
import java.io.IOException;
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

  @Parameters(paramLabel = "SQL", description = "A query, without a FORMAT clause.")
  private String sql;

  @Option(
      names = "--format",
      paramLabel = "F",
      defaultValue = "PrettyCompact",
      description = "A format of ClickHouse, such as TSVWithNames or JSONEachRow.")
  private String format;

  @Override
  public Integer call() throws InterruptedException {
    try (SqlReader reader = new SqlReader(common.clickHouseReader())) {
      reader.stream(sql, Map.of(), format, System.out);
      System.out.flush();
      return ExitCode.OK;
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE, "--format " + format + " is no format of ClickHouse", e);
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
    }
  }
}
