// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.junit.jupiter.api.Test;

class LoopbackPrometheusReporterTest {
  @Test
  void factory_isFoundByFlink() {
    assertThat(ServiceLoader.load(MetricReporterFactory.class))
        .hasAtLeastOneElementOfType(LoopbackPrometheusReporter.Factory.class);
  }
}
