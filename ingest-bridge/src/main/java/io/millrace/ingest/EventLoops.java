// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.common.util.ThreadFactories;
import com.linecorp.armeria.server.ServerBuilder;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;

/**
 * The event loops of a server. They end at once when it stops: by then its requests are answered
 * and its connections closed, and Netty's two quiet seconds for each group would wait for nobody.
 */
final class EventLoops {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private EventLoops() {}

  /** Gives a server loops of its own, which end with it. */
  static ServerBuilder attach(ServerBuilder server, int workers, String threadPrefix) {
    return server
        .workerGroup(group(workers, threadPrefix), true)
        .bossGroupFactory(prefix -> group(1, prefix));
  }

  private static EventLoopGroup group(int threads, String threadPrefix) {
    return EventLoopGroups.builder()
        .numThreads(threads)
        .threadFactory(ThreadFactories.newThreadFactory(threadPrefix, true))
        .gracefulShutdown(Duration.ZERO, STOP_TIMEOUT)
        .build();
  }
}
