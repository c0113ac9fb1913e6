// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.fleet;

import io.millrace.benchmarks.dialect.DialectSpans;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.ArrayList;
import java.util.List;

/** A service of the fleet: its agents, instrumented in one dialect. */
record FleetService(String name, List<String> agents, DialectSpans dialect, Resource resource) {
  private static final List<List<String>> AGENTS =
      List.of(
          List.of("travel-planner", "flight-finder", "hotel-finder"),
          List.of("support-desk", "refund-clerk", "knowledge-reader"),
          List.of("code-reviewer", "test-writer"),
          List.of("shop-assistant", "stock-checker"),
          List.of("data-analyst", "chart-maker", "query-writer"));

  static final List<FleetService> ALL = all();

  FleetService {
    agents = List.copyOf(agents);
  }

  private static List<FleetService> all() {
    List<FleetService> services = new ArrayList<>();
    for (DialectSpans dialect : DialectSpans.all()) {
      List<String> agents = AGENTS.get(services.size());
      String name = agents.get(0) + "-service";
      services.add(new FleetService(name, agents, dialect, resource(name)));
    }
    return List.copyOf(services);
  }

  private static Resource resource(String name) {
    return Resource.newBuilder()
        .addAttributes(text("service.name", name))
        .addAttributes(text("service.version", "1.4.2"))
        .addAttributes(text("deployment.environment.name", "load"))
        .build();
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }
}
