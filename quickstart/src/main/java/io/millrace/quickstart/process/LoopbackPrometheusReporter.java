// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.HTTPServer;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Properties;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.prometheus.AbstractPrometheusReporter;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Flink's Prometheus reporter (2.3), on loopback: Flink's own always listens on every interface.
 */
public final class LoopbackPrometheusReporter extends AbstractPrometheusReporter {
  public static final String PORT = "port";

  private HTTPServer server;

  private LoopbackPrometheusReporter() {}

  /** Found by Flink through META-INF/services. */
  public static final class Factory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new LoopbackPrometheusReporter();
    }
  }

  @Override
  public void open(MetricConfig config) {
    super.open(config);
    int port = config.getInteger(PORT, 9249);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try {
      server = new HTTPServer(address, registry(), true);
    } catch (IOException e) {
      throw new IllegalStateException("metrics of Flink cannot be served on port " + port, e);
    }
  }

  /** The collectors that the base class fills; it keeps them to its own package. */
  private CollectorRegistry registry() {
    try {
      Field registry = AbstractPrometheusReporter.class.getDeclaredField("registry");
      registry.setAccessible(true);
      return (CollectorRegistry) registry.get(this);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("flink-metrics-prometheus is not the version this was made for", e);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop();
    }
    super.close();
  }
}
