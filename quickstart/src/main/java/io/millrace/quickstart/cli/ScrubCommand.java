// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.dialects.scrub.Scrubber;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Copies a capture with all its texts replaced, so that it can be shared. */
@Command(
    name = "scrub",
    description = "Copy a capture with every text replaced by filler of the same shape and length.")
final class ScrubCommand implements Callable<Integer> {
  @Parameters(paramLabel = "IN", index = "0", description = "Folder of the captured requests.")
  private Path in;

  @Parameters(paramLabel = "OUT", index = "1", description = "Folder to write.")
  private Path out;

  @Override
  public Integer call() {
    try {
      Scrubber.Result result = Scrubber.bundled().scrub(in, out);
      result
          .leftOut()
          .forEach(request -> System.out.println("left out, neither OTLP nor MLflow: " + request));
      System.out.println("scrubbed " + result.requests() + " requests of " + in + " into " + out);
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "cannot scrub " + in + ": " + e.getMessage(), e);
    }
  }
}
