// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class QueryGateTest {
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  @Test
  void oneTooMany_entersWhenAnotherLeaves() {
    QueryGate gate = new QueryGate(1, Duration.ofDays(1), metrics);
    assertThat(gate.enter()).isTrue();

    CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(gate::enter);
    awaitOneWaiting();
    assertThat(second).isNotDone();
    gate.leave();

    assertThat(second.join()).isTrue();
    assertThat(metrics.get("millrace.api.query.wait").timer().count()).isEqualTo(1);
  }

  @Test
  void oneTooMany_isRefusedWhenItsTimeIsOver() {
    QueryGate gate = new QueryGate(1, Duration.ofMillis(1), metrics);
    assertThat(gate.enter()).isTrue();

    assertThat(gate.enter()).isFalse();

    gate.leave();
    assertThat(gate.enter()).isTrue();
  }

  @Test
  void oneWhoLeavesWhileHeWaits_isNotLetIn() throws Exception {
    QueryGate gate = new QueryGate(1, Duration.ofDays(1), metrics);
    assertThat(gate.enter()).isTrue();
    AtomicBoolean entered = new AtomicBoolean(true);
    Thread waiter = new Thread(() -> entered.set(gate.enter()));
    waiter.start();
    awaitOneWaiting();

    waiter.interrupt();
    waiter.join();

    assertThat(entered).isFalse();
    gate.leave();
    assertThat(gate.enter()).isTrue();
  }

  private void awaitOneWaiting() {
    while (metrics.get("millrace.api.queries.waiting").gauge().value() < 1) {
      Thread.onSpinWait();
    }
  }
}
