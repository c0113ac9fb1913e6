// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.config;

/**
 * Where the bridge listens. OTLP over HTTP and over gRPC are both served on both OTLP ports: a
 * client that mixes them up works.
 *
 * @param bindAddress IP address of the interface, default 127.0.0.1
 * @param httpPort default 4318; 0 = any free one
 * @param grpcPort default 4317; 0 = any free one
 * @param metricsPort /metrics, /healthz, /readyz; default 9464; 0 = any free one
 */
public record ListenConfig(String bindAddress, int httpPort, int grpcPort, int metricsPort) {
  private static final int MAX_PORT = 65_535;

  public static final ListenConfig DEFAULTS = new ListenConfig("127.0.0.1", 4318, 4317, 9464);

  public ListenConfig {
    if (bindAddress == null || bindAddress.isBlank()) {
      throw new IllegalArgumentException(
          "bridge.bind-address must be an IP address, is '" + bindAddress + "'");
    }
    requirePort("bridge.http-port", httpPort);
    requirePort("bridge.grpc-port", grpcPort);
    requirePort("bridge.metrics-port", metricsPort);
    if ((httpPort != 0 && (httpPort == grpcPort || httpPort == metricsPort))
        || (grpcPort != 0 && grpcPort == metricsPort)) {
      throw new IllegalArgumentException(
          "bridge.http-port, bridge.grpc-port and bridge.metrics-port must differ, are "
              + httpPort
              + ", "
              + grpcPort
              + ", "
              + metricsPort);
    }
  }

  private static void requirePort(String name, int value) {
    if (value < 0 || value > MAX_PORT) {
      throw new IllegalArgumentException(name + " must lie in 0 to 65535, is " + value);
    }
  }
}
