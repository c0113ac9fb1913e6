// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.live;

import com.linecorp.armeria.common.sse.ServerSentEvent;
import com.linecorp.armeria.common.stream.StreamWriter;
import io.millrace.query.parameter.Arguments;
import io.millrace.query.parameter.Kind;
import io.millrace.query.parameter.Parameter;
import io.millrace.query.v1.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** One who listens to the traces of a workspace, or to some of them. */
final class Listener {
  private static final String WORKSPACE = "workspace";

  /** Filters by columns that hold one text. */
  private static final List<String> EQUAL =
      List.of("experiment_id", "service_name", "agent_name", "name", "status");

  /** Filters by columns that hold several. */
  private static final Map<String, String> AMONG =
      Map.of("session_id", "sessions", "user_id", "users", "model", "models", "tool", "tools");

  static final List<Parameter> PARAMETERS =
      Stream.of(
              Stream.of(Parameter.optional(WORKSPACE, Kind.TEXT, "default")),
              EQUAL.stream().map(name -> Parameter.optional(name, Kind.TEXT, "")),
              AMONG.keySet().stream().sorted().map(name -> Parameter.optional(name, Kind.TEXT, "")))
          .flatMap(each -> each)
          .toList();

  /** Questions without which a silent listener is told that the stream still lives. */
  private static final int SILENCE = 10;

  private final Arguments arguments;
  private final StreamWriter<ServerSentEvent> events;
  private int silentFor;
  private volatile boolean taken = true;
  private int behind;

  Listener(Arguments arguments, StreamWriter<ServerSentEvent> events) {
    this.arguments = arguments;
    this.events = events;
    write(ServerSentEvent.ofComment("listening"));
  }

  /** One that takes nothing for long is dropped: it may come again. */
  void tell(List<Map<String, Object>> news) {
    List<Map<String, Object>> wanted = news.stream().filter(this::wants).toList();
    silentFor = wanted.isEmpty() ? silentFor + 1 : 0;
    behind = taken ? 0 : behind + 1;
    if (behind > SILENCE) {
      events.close(new IllegalStateException("the listener takes no events"));
      return;
    }
    wanted.forEach(row -> write(event(row)));
    if (silentFor >= SILENCE) {
      silentFor = 0;
      write(ServerSentEvent.ofComment("still listening"));
    }
    if (taken) {
      taken = false;
      CompletableFuture<Void> unused = events.whenConsumed().thenRun(() -> taken = true);
    }
  }

  /** Nobody misses an event of a stream that has closed meanwhile. */
  private void write(ServerSentEvent event) {
    if (!events.tryWrite(event)) {
      events.close();
    }
  }

  private static ServerSentEvent event(Map<String, Object> row) {
    return ServerSentEvent.builder()
        .event("trace")
        .id(row.get("trace_id") + "-" + row.get("version"))
        .data(Json.row(row).toString())
        .build();
  }

  private boolean wants(Map<String, Object> row) {
    return row.get(WORKSPACE).equals(arguments.text(WORKSPACE))
        && EQUAL.stream().allMatch(name -> isAny(name) || isAt(name, row.get(name)))
        && AMONG.entrySet().stream()
            .allMatch(
                each ->
                    isAny(each.getKey())
                        || ((List<?>) row.get(each.getValue()))
                            .contains(arguments.text(each.getKey())));
  }

  private boolean isAny(String name) {
    return arguments.text(name).isEmpty();
  }

  private boolean isAt(String name, Object value) {
    return arguments.text(name).equals(value);
  }

  void close() {
    events.close();
  }
}
