// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.dialects.price.PriceBook;
import io.millrace.quickstart.write.BridgeWriter;
import io.millrace.quickstart.write.Repricing;
import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prices stored calls anew. */
@Command(
    name = "reprice",
    description = {
      "Price the calls of all traces that began in a time anew: by the price book of the job",
      "and, before it, by prices of your own."
    },
    footer = "Exit code 0: the views show the new costs; 1: not all is repriced.")
final class RepriceCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Option(names = "--from", required = true, paramLabel = "T", description = "RFC 3339, inclusive.")
  private Instant from;

  @Option(names = "--to", required = true, paramLabel = "T", description = "RFC 3339, exclusive.")
  private Instant to;

  @Option(
      names = "--workspace",
      paramLabel = "W",
      defaultValue = "",
      description = "Of this workspace only. Default: of all.")
  private String workspace;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "Prices of your own, as prices.overrides-file has them.")
  private Path prices;

  @Option(
      names = "--after",
      paramLabel = "PLACE",
      description = "Go on after the trace that an earlier run told last.")
  private String after;

  @Override
  public Integer call() throws InterruptedException {
    try (SqlReader tables = new SqlReader(common.clickHouseReader())) {
      Repricing repricing = new Repricing(from, to, workspace, checkedPrices());
      Repricing.Place start = after == null ? Repricing.Place.START : Repricing.Place.parse(after);
      long traces =
          repricing.execute(
              new BridgeWriter(common.bridge(), tables),
              tables,
              start,
              last -> System.out.println("repriced up to --after " + last));
      System.out.println("repriced " + traces + " traces");
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  private String checkedPrices() throws IOException {
    String text = prices == null ? "" : Files.readString(prices);
    PriceBook unused = PriceBook.empty().withOverrides(text);
    return text;
  }
}
