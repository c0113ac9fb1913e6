// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.supervise;

import io.millrace.quickstart.data.ProcessState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A supervisor in a JVM of its own, to be killed: keeps one {@link FakeChild}. */
final class FakeSupervisor {
  private FakeSupervisor() {}

  public static void main(String[] arguments) throws Exception {
    ProcessPlan child =
        new ProcessPlan(
            "child",
            FakeChild.class,
            16L << 20,
            Path.of(arguments[0] + ".log"),
            List.of("-XX:TieredStopAtLevel=1"),
            List.of(arguments[0], "child", "run"),
            Map.of());
    new Supervisor(List.of(List.of(child)), Backoff.DEFAULT, Duration.ofSeconds(30), new Silence())
        .start();
    new CountDownLatch(1).await();
  }

  private static final class Silence implements SupervisorListener {
    @Override
    public void answers(String process, String service, String address, Duration sinceStart) {
      System.out.println(address);
    }

    @Override
    public void died(String process, int exitCode, String lastError, Duration wait) {
      System.out.println(process + " died");
    }

    @Override
    public void changed(List<ProcessState> processes) {
      // The journal of the child is asserted.
    }
  }
}
