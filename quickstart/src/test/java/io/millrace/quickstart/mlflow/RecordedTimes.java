// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The times in a recorded conversation: a clock of more than 400 days ago counts as implausible, so
 * an old conversation is said as if it had just ended, and its answers are held against the same.
 */
final class RecordedTimes {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PROTOBUF = "body_b64";
  private static final Duration WHOLE = Duration.ofMinutes(1);

  /** Of RFC 3339, in UTC. */
  private static final Pattern INSTANT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.(\\d{1,9}))?Z");

  /** Nanoseconds or milliseconds since the epoch, between 2020 and 2033; no part of an id. */
  private static final Pattern SINCE_EPOCH =
      Pattern.compile("(?<![0-9A-Za-z+/.-])1[6-9]\\d{11}(\\d{6})?(?![0-9A-Za-z+/=])");

  private final Duration shift;

  private RecordedTimes(Duration shift) {
    this.shift = shift;
  }

  /**
   * The conversation as it is if its last instant is not older than that; else all its times are
   * moved by the same whole minutes, so that the last is about now.
   */
  static List<Exchange> notOlderThan(Duration age, List<Exchange> exchanges, Instant now)
      throws IOException {
    Duration old = Duration.between(last(exchanges, now), now);
    if (old.compareTo(age) <= 0) {
      return exchanges;
    }
    RecordedTimes times = new RecordedTimes(WHOLE.multipliedBy(old.dividedBy(WHOLE)));
    List<Exchange> moved = new ArrayList<>();
    for (Exchange exchange : exchanges) {
      moved.add(times.moved(exchange));
    }
    return moved;
  }

  /** Of those that are not in the future; now, where there is none. */
  private static Instant last(List<Exchange> exchanges, Instant now) {
    return exchanges.stream()
        .flatMap(exchange -> INSTANT.matcher(exchange.request().toString()).results())
        .map(found -> Instant.parse(found.group()))
        .filter(time -> !time.isAfter(now))
        .max(Instant::compareTo)
        .orElse(now);
  }

  private Exchange moved(Exchange exchange) throws IOException {
    ObjectNode request = exchange.request().deepCopy();
    JsonNode body = request.remove(PROTOBUF);
    request = (ObjectNode) JSON.readTree(moved(request.toString()));
    if (body != null) {
      request.put(PROTOBUF, movedBody(exchange.path(), body.binaryValue()));
    }
    JsonNode answer = exchange.answer();
    return new Exchange(
        exchange.number(),
        request,
        exchange.status(),
        exchange.injected(),
        answer.isMissingNode() ? answer : JSON.readTree(moved(answer.toString())));
  }

  private byte[] movedBody(String path, byte[] body) throws IOException {
    if (!path.endsWith("/v1/traces")) {
      return moved(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }
    ExportTraceServiceRequest.Builder request =
        ExportTraceServiceRequest.parseFrom(body).toBuilder();
    request.getResourceSpansBuilderList().stream()
        .flatMap(resource -> resource.getScopeSpansBuilderList().stream())
        .flatMap(scope -> scope.getSpansBuilderList().stream())
        .forEach(this::move);
    return request.build().toByteArray();
  }

  private void move(Span.Builder span) {
    span.setStartTimeUnixNano(span.getStartTimeUnixNano() + shift.toNanos());
    if (span.getEndTimeUnixNano() != 0) {
      span.setEndTimeUnixNano(span.getEndTimeUnixNano() + shift.toNanos());
    }
    span.getEventsBuilderList()
        .forEach(event -> event.setTimeUnixNano(event.getTimeUnixNano() + shift.toNanos()));
  }

  private String moved(String text) {
    String instants = INSTANT.matcher(text).replaceAll(this::movedInstant);
    return SINCE_EPOCH
        .matcher(instants)
        .replaceAll(
            found ->
                Long.toString(
                    Long.parseLong(found.group())
                        + (found.group(1) == null ? shift.toMillis() : shift.toNanos())));
  }

  /** With as many digits of a second as it had. */
  private String movedInstant(MatchResult found) {
    int digits = found.group(1) == null ? 0 : found.group(1).length();
    String pattern =
        "uuuu-MM-dd'T'HH:mm:ss" + (digits == 0 ? "" : "." + "S".repeat(digits)) + "'Z'";
    return DateTimeFormatter.ofPattern(pattern)
        .withZone(ZoneOffset.UTC)
        .format(Instant.parse(found.group()).plus(shift));
  }
}
