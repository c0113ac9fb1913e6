// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.schemas.ControlBody;
import io.millrace.stream.state.DeletedPart;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.TraceInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions and users of each workspace whose spans are deleted that began before a time. */
final class Deletions {
  private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);

  /** Whose: one of the two is ''. */
  private record Whose(String sessionId, String userId) {}

  private final Map<String, Map<Whose, Long>> untilUnixNano = new HashMap<>();

  /** A delete is never taken back, and of two the later reaches further. */
  void take(ControlWord word) {
    if (word.isRemoved()) {
      return;
    }
    try {
      ControlBody.Deletion deletion = ControlBody.deletion(word.body);
      untilUnixNano
          .computeIfAbsent(word.workspace, any -> new HashMap<>())
          .merge(
              new Whose(deletion.sessionId(), deletion.userId()),
              word.receivedTimeUnixNano,
              Math::max);
    } catch (JsonProcessingException e) {
      LOG.error("A delete that was taken in cannot be read any more", e);
    }
  }

  int size() {
    return untilUnixNano.values().stream().mapToInt(Map::size).sum();
  }

  /** Those that may concern a trace: of the sessions and users that its spans or its info name. */
  List<DeletedPart> of(String workspace, Collection<SpanFact> facts, TraceInfo info) {
    Map<Whose, Long> deleted = untilUnixNano.getOrDefault(workspace, Map.of());
    if (deleted.isEmpty()) {
      return List.of();
    }
    Map<Whose, DeletedPart> parts = new LinkedHashMap<>();
    for (SpanFact fact : facts) {
      add(parts, deleted, fact.getSessionId(), fact.getUserId());
    }
    if (info != null) {
      add(parts, deleted, info.getSessionId(), info.getUserId());
    }
    return new ArrayList<>(parts.values());
  }

  private static void add(
      Map<Whose, DeletedPart> parts, Map<Whose, Long> deleted, String sessionId, String userId) {
    for (Whose whose : List.of(new Whose(sessionId, ""), new Whose("", userId))) {
      Long until = deleted.get(whose);
      if (until != null) {
        parts.put(whose, new DeletedPart(whose.sessionId, whose.userId, until));
      }
    }
  }
}
