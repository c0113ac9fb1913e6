// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.config;

import java.time.Duration;

/**
 * How connections are kept, so that idle and slow clients leave room for the others.
 *
 * @param maxConnections on both OTLP ports together; what comes beyond is closed at once. Default
 *     4096
 * @param idleTimeout a connection on which nothing happens is closed. Default 60 s
 * @param requestTimeout from a request's headers to its answer, its body's way included; beyond it
 *     503. Default 60 s
 * @param maxConnectionAge a connection is closed after the request at hand; also ends those that
 *     never complete a request's headers. Default 10 min
 */
public record ConnectionsConfig(
    int maxConnections, Duration idleTimeout, Duration requestTimeout, Duration maxConnectionAge) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  public static final ConnectionsConfig DEFAULTS =
      new ConnectionsConfig(
          4096, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMinutes(10));

  public ConnectionsConfig {
    require(maxConnections >= 1, "max must be at least 1", maxConnections);
    require(idleTimeout.compareTo(SHORTEST) >= 0, "idle-timeout must be at least 1 s", idleTimeout);
    require(
        requestTimeout.compareTo(SHORTEST) >= 0,
        "request-timeout must be at least 1 s",
        requestTimeout);
    require(
        maxConnectionAge.compareTo(SHORTEST) >= 0,
        "max-age must be at least 1 s",
        maxConnectionAge);
  }

  private static void require(boolean holds, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException("bridge.connections." + rule + ", is " + value);
    }
  }
}
