// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.conform.Client;
import io.millrace.quickstart.conform.ConformReport;
import io.millrace.quickstart.conform.Conformance;
import io.millrace.quickstart.conform.OpenFacts;
import io.millrace.quickstart.conform.Way;
import io.millrace.quickstart.conform.report.JsonReport;
import io.millrace.quickstart.conform.report.MarkdownReport;
import io.millrace.quickstart.conform.report.TextReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends captured clients whose truth is known, and holds what Millrace tells against it. */
@Command(
    name = "conform",
    description = {
      "Send captured clients whose truth is known (folders with expected.json), each into a",
      "workspace of its own, and compare what the public views tell."
    },
    footer = "Exit code 0: every fact asked is right; 1: something is not; 3: nothing runs.")
final class ConformCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;
  @Mixin private ConformTarget target;

  @Parameters(paramLabel = "DIR", description = "Folder of a client, or of several.")
  private Path folder;

  @Option(
      names = "--only",
      paramLabel = "CLIENT",
      description = "Only this client; may be repeated.")
  private List<String> only = List.of();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(names = "--markdown", description = "Print a page of the docs.")
  private boolean markdown;

  @Option(
      names = "--propose",
      description = {
        "For captures without an expected.json: write one with what Millrace makes of them,",
        "for you to check."
      })
  private boolean propose;

  @Option(
      names = "--shuffle",
      paramLabel = "SEED",
      description = "Send in any order, the same for the same seed. No fact may change.")
  private Long shuffleSeed;

  @Option(
      names = "--one-span",
      description = "Send each span in a request of its own. No fact may change.")
  private boolean oneSpan;

  @Option(names = "--twice", description = "Send every request two times. No fact may change.")
  private boolean twice;

  @Override
  public Integer call() throws Exception {
    try {
      List<Client> clients = clients();
      try (ConformTarget.Opened opened = target.open(common)) {
        Conformance conformance = new Conformance(opened.target(), way(), Conformance.newRun());
        if (propose) {
          conformance
              .propose(clients)
              .forEach(file -> System.out.println("to be checked: " + file));
          return ExitCode.OK;
        }
        ConformReport report = conformance.check(clients);
        print(report);
        return report.allRight() ? ExitCode.OK : ExitCode.FAILED;
      }
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private List<Client> clients() throws IOException {
    List<Client> all = propose ? Client.withoutTruth(folder) : Client.in(folder);
    List<String> names = all.stream().map(Client::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new CommandException(
            ExitCode.USAGE, "--only " + name + " is none of " + String.join(", ", names));
      }
    }
    return only.isEmpty()
        ? all
        : all.stream().filter(client -> only.contains(client.name())).toList();
  }

  private Way way() {
    OptionalLong seed = shuffleSeed == null ? OptionalLong.empty() : OptionalLong.of(shuffleSeed);
    return new Way(seed, oneSpan, twice);
  }

  private void print(ConformReport report) throws IOException {
    if (markdown) {
      System.out.print(MarkdownReport.text(report, OpenFacts.in(folder)));
    } else if (json) {
      System.out.println(JsonReport.text(report));
    } else {
      TextReport.lines(report).forEach(System.out::println);
    }
  }
}
