// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedTimesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration AGE = Duration.ofDays(380);

  private static final String INFO =
      """
      {"path":"/api/3.0/mlflow/traces","body_json":{"request_time":"2026-11-20T15:26:01.286Z",
       "trace_id":"tr-1795188361286000000000000000abcd","filter":"timestamp_ms > 1795188361286",
       "start_time_unix_nano":1795188361286000001}}""";

  /** Two years and 90 seconds later. */
  private static final Instant LATER = Instant.parse("2028-11-20T15:27:31.286Z");

  @Test
  void oldConversation_isMovedByWholeMinutes() throws Exception {
    Exchange exchange = exchange(INFO, "{\"create_time\":\"2026-11-20T15:26:02Z\"}");
    Exchange moved = RecordedTimes.notOlderThan(AGE, List.of(exchange), LATER).get(0);

    assertThat(moved.request().path("body_json").toString())
        .isEqualTo(
            "{\"request_time\":\"2028-11-20T15:27:01.286Z\","
                + "\"trace_id\":\"tr-1795188361286000000000000000abcd\","
                + "\"filter\":\"timestamp_ms > 1858346821286\","
                + "\"start_time_unix_nano\":1858346821286000001}");
    assertThat(moved.answer().path("create_time").textValue()).isEqualTo("2028-11-20T15:27:02Z");
  }

  @Test
  void spansOverOtlp_areMovedAlike() throws Exception {
    long start = 1_795_188_361_286_000_001L;
    ExportTraceServiceRequest.Builder body = ExportTraceServiceRequest.newBuilder();
    body.addResourceSpansBuilder()
        .addScopeSpansBuilder()
        .addSpansBuilder()
        .setStartTimeUnixNano(start)
        .addEventsBuilder()
        .setTimeUnixNano(start + 5);
    ObjectNode spans = JSON.createObjectNode().put("path", "/v1/traces");
    spans.put("body_b64", body.build().toByteArray());
    List<Exchange> exchanges = List.of(exchange(INFO, "{}"), exchange(spans.toString(), "{}"));

    Exchange moved = RecordedTimes.notOlderThan(AGE, exchanges, LATER).get(1);

    Span span =
        ExportTraceServiceRequest.parseFrom(moved.body())
            .getResourceSpans(0)
            .getScopeSpans(0)
            .getSpans(0);
    assertThat(span.getStartTimeUnixNano()).isEqualTo(1_858_346_821_286_000_001L);
    assertThat(span.getEndTimeUnixNano()).as("open").isZero();
    assertThat(span.getEvents(0).getTimeUnixNano()).isEqualTo(1_858_346_821_286_000_006L);
  }

  @Test
  void youngConversation_isAsItWas() throws Exception {
    List<Exchange> exchanges = List.of(exchange(INFO, "{}"));
    Instant soon = Instant.parse("2026-11-20T15:26:01.286Z").plus(AGE);

    assertThat(RecordedTimes.notOlderThan(AGE, exchanges, soon)).isSameAs(exchanges);
  }

  private static Exchange exchange(String request, String answer) throws IOException {
    return new Exchange("001", JSON.readTree(request), 200, false, JSON.readTree(answer));
  }
}
