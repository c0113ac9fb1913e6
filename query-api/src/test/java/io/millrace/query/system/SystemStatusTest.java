// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.Server;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SystemStatusTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** As the parts write it. */
  private static final String PAGE =
      """
      # HELP millrace_process_ready 1 while all of it answers
      # TYPE millrace_process_ready gauge
      millrace_process_ready{process="broker"} 1.0
      millrace_process_ready{process="query-api",x="a\\"}b"} 0.0
      millrace_process_restarts_total{process="broker"} 2.0
      millrace_process_since_seconds{process="broker"} 1.7952534E9
      millrace_process_resident_bytes{process="broker"} NaN
      millrace_process_cpu_seconds{process="broker"} 12.3456
      millrace_bridge_unread_records 7.0
      millrace_bridge_lost_records 0.0
      """;

  @Test
  void whatThePagesTell_isInTheAnswer() throws Exception {
    try (Server server = serving(PAGE)) {
      URI address = URI.create("http://127.0.0.1:" + server.activeLocalPort());
      JsonNode answer = answer(new MetricsPages(Optional.of(address), Optional.of(address)));

      assertThat(answer)
          .isEqualTo(
              JSON.readTree(
                  """
                  {"processes": [
                     {"name": "broker", "ready": true, "since_time": "2026-11-21T09:30:00Z",
                      "restarts": 2, "resident_bytes": null, "cpu_seconds": 12.346},
                     {"name": "query-api", "ready": false, "since_time": null,
                      "restarts": null, "resident_bytes": null, "cpu_seconds": null}],
                   "log": {"unread_records": 7, "lost_records": 0, "disk_usable_bytes": null},
                   "unanswered": []}"""));
    }
  }

  @Test
  void partThatDoesNotAnswer_isNamed() throws IOException {
    Server gone = serving(PAGE);
    URI address = URI.create("http://127.0.0.1:" + gone.activeLocalPort());
    gone.stop().join();

    JsonNode answer = answer(new MetricsPages(Optional.of(address), Optional.empty()));

    assertThat(answer.path("unanswered"))
        .extracting(part -> part.textValue())
        .containsExactly("supervisor");
    assertThat(answer.path("processes")).isEmpty();
    assertThat(answer.path("log").path("unread_records").isNull()).isTrue();
  }

  /** As a client reads it. */
  private static JsonNode answer(MetricsPages pages) throws IOException {
    ObjectNode answer = JSON.createObjectNode();
    new SystemStatus(pages).addTo(answer);
    return JSON.readTree(answer.toString());
  }

  private static Server serving(String page) {
    Server server =
        Server.builder()
            .http(0)
            .service("/metrics", (context, request) -> HttpResponse.of(page))
            .build();
    server.start().join();
    return server;
  }
}
