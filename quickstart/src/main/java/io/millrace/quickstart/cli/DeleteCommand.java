// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.settings.ClickHouseAccounts;
import io.millrace.quickstart.settings.Settings;
import io.millrace.quickstart.write.BridgeWriter;
import io.millrace.quickstart.write.Deletion;
import io.millrace.quickstart.write.Deletion.Kind;
import io.millrace.sql.DeletedRowsPurge;
import io.millrace.sql.SqlReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes a trace, or what a session or user has left, for ever. */
@Command(
    name = "delete",
    description = "Delete a trace, or all of a session or user that began before now, for ever.",
    footer = {
      "Kafka's log keeps it until its retention ends.",
      "Exit code 0: no view shows it and no table holds it any more; 1: it could not be deleted."
    })
final class DeleteCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @ArgGroup(multiplicity = "1")
  private What what;

  @Option(
      names = "--workspace",
      paramLabel = "W",
      defaultValue = "default",
      description = "Workspace that it is in. Default: ${DEFAULT-VALUE}.")
  private String workspace;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  /** One of these. */
  private static final class What {
    @Option(names = "--trace", paramLabel = "ID", description = "A trace: 32 hex digits.")
    private String trace;

    @Option(names = "--session", paramLabel = "ID", description = "A session.")
    private String session;

    @Option(names = "--user", paramLabel = "ID", description = "A user.")
    private String user;

    Deletion in(String workspace) {
      if (trace != null) {
        return new Deletion(workspace, Kind.TRACE, trace);
      }
      return session == null
          ? new Deletion(workspace, Kind.USER, user)
          : new Deletion(workspace, Kind.SESSION, session);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    Deletion deletion = what.in(workspace);
    try (SqlReader tables = new SqlReader(common.clickHouseReader())) {
      int traces = deletion.traces(tables, Instant.now()).size();
      if (!yes && !confirmed(deletion, traces)) {
        System.out.println("nothing is deleted");
        return ExitCode.FAILED;
      }
      BridgeWriter writer = new BridgeWriter(common.bridge(), tables);
      System.out.println("deleted in " + deletion.execute(writer, tables) + " traces");
      purge();
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  /** What the API has deleted since the last time goes with it. */
  private void purge() throws IOException {
    Settings settings = RunningEngines.settings(common);
    try (SqlReader tables = new SqlReader(ClickHouseAccounts.writer(settings, common.folder()))) {
      new DeletedRowsPurge(tables).run();
    }
    System.out.println("removed from the disk");
  }

  private static boolean confirmed(Deletion deletion, int traces) throws IOException {
    System.out.printf(
        "Delete %s %s of workspace %s, in %d traces, for ever? (yes) ",
        deletion.kind().name().toLowerCase(Locale.ROOT),
        deletion.id(),
        deletion.workspace(),
        traces);
    String answer =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
    if (answer == null) {
      throw new CommandException(ExitCode.USAGE, "nobody answers here: say --yes to delete", null);
    }
    return answer.strip().equals("yes");
  }
}
