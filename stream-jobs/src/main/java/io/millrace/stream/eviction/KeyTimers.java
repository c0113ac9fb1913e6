// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.eviction;

import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;

/** Timers of one kind on processing time, one a key or a few; they live in state. */
public final class KeyTimers implements Triggerable<String, VoidNamespace> {
  /** What to do for the key that is current then. */
  @FunctionalInterface
  public interface Action {
    void run() throws Exception;
  }

  private final Action action;
  private InternalTimerService<VoidNamespace> timers;

  private KeyTimers(Action action) {
    this.action = action;
  }

  /** To be called when the operator is opened; the name is for ever, state is found by it. */
  public static KeyTimers open(String name, AbstractStreamOperator<?> operator, Action action) {
    KeyTimers timers = new KeyTimers(action);
    timers.timers =
        operator.getInternalTimerService(name, VoidNamespaceSerializer.INSTANCE, timers);
    return timers;
  }

  /** Now, by the clock of the timers. */
  public long nowUnixMilli() {
    return timers.currentProcessingTime();
  }

  /** Sets a timer for the current key. */
  public void set(long unixMilli) {
    timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, unixMilli);
  }

  /** Does for every key that has a timer what would be done at its time. */
  public void runAll() throws Exception {
    timers.forEachProcessingTimeTimer((namespace, time) -> action.run());
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    action.run();
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer is set on event time");
  }
}
