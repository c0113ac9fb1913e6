// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.quickstart.supervise.StartException;
import io.millrace.quickstart.up.Layout;
import io.millrace.quickstart.up.LocalMillrace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything on this machine and stays until Ctrl-C. */
@Command(
    name = "up",
    description = "Start everything on this machine; stays in the foreground, Ctrl-C stops.")
final class UpCommand implements Callable<Integer> {
  private static final Duration STOP_WITHIN = Duration.ofMinutes(2);

  /** The last line of a start that succeeded. */
  static final String LAST_LINE = "Ctrl-C stops.";

  private static final String LOCAL_CLUSTER = "--local-cluster";

  @Mixin private CommonOptions common;

  @Option(
      names = {"-d", "--detach"},
      description = "Return when everything answers, and leave it running.")
  private boolean detach;

  @Option(
      names = LOCAL_CLUSTER,
      description = "Run every part as a process of its own; see deploy/local-cluster.")
  private boolean localCluster;

  @Override
  public Integer call() throws Exception {
    DataFolder folder = common.folder();
    Settings.strangers(System.getenv()).forEach(System.err::println);
    if (detach) {
      return new DetachedUp(common, options(), System.out).start();
    }
    folder.prepare();
    System.setProperty("millrace.log.file", folder.logFolder().resolve("millrace.log").toString());
    return runUntilSignal(folder);
  }

  private List<String> options() {
    return localCluster ? List.of(LOCAL_CLUSTER) : List.of();
  }

  private int runUntilSignal(DataFolder folder) throws StartException {
    Console console = new Console(System.out);
    CountDownLatch stopped = stopOnSignal(Thread.currentThread());
    console.say("millrace: data in %s", folder.root());
    long startNanos = System.nanoTime();
    try (LocalMillrace millrace =
        LocalMillrace.start(
            localCluster ? Layout.LOCAL_CLUSTER : Layout.QUICK_START,
            common.settings(),
            folder,
            common.engineFolder(),
            console)) {
      Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
      console.say(
          "ready after %s. Point an agent at it: OTEL_EXPORTER_OTLP_ENDPOINT=%s",
          Console.seconds(took),
          "http://127.0.0.1:" + millrace.settings().number(Setting.BRIDGE_HTTP_PORT));
      console.say(LAST_LINE);
      new CountDownLatch(1).await();
      return ExitCode.OK;
    } catch (InterruptedException e) {
      // The interrupt is the signal: see stopOnSignal.
      console.say("stopped");
      return ExitCode.OK;
    } finally {
      stopped.countDown();
    }
  }

  /** On a signal: interrupts the thread that holds everything, and waits until it has closed it. */
  private static CountDownLatch stopOnSignal(Thread holder) {
    CountDownLatch stopped = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              Logger log = LoggerFactory.getLogger(UpCommand.class);
              holder.interrupt();
              try {
                if (!stopped.await(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                  log.error("not everything ended within {}", STOP_WITHIN);
                }
              } catch (InterruptedException e) {
                log.error("interrupted while everything was ending", e);
              }
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    return stopped;
  }
}
