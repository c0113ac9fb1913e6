// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.read;

import io.millrace.ingest.kafka.LogPlace;
import io.millrace.ingest.kafka.RecordPublisher;
import io.millrace.ingest.otlp.OutgoingRecord;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Remembers how far the records of each workspace go that this bridge acknowledged, so that a read
 * can wait until they are shown.
 */
public final class Acknowledged {
  /** Of more workspaces than that it forgets all: their reads then wait for nothing. */
  private static final int MOST_WORKSPACES = 10_000;

  /** Ends the workspace in the key of a record. */
  private static final byte END_OF_WORKSPACE = 0;

  private final Map<String, Map<String, Long>> nextOffsets = new ConcurrentHashMap<>();

  /** A publisher whose acknowledgements are remembered before they are told. */
  public RecordPublisher over(RecordPublisher publisher) {
    return record ->
        publisher
            .publish(record)
            .thenApply(
                place -> {
                  remember(record, place);
                  return place;
                });
  }

  /** The places of a workspace as {@code topic/partition:next offset}, between commas. */
  String places(String workspace) {
    return nextOffsets.getOrDefault(workspace, Map.of()).entrySet().stream()
        .map(place -> place.getKey() + ":" + place.getValue())
        .sorted()
        .collect(Collectors.joining(","));
  }

  private void remember(OutgoingRecord record, LogPlace place) {
    if (nextOffsets.size() >= MOST_WORKSPACES) {
      nextOffsets.clear();
    }
    nextOffsets
        .computeIfAbsent(workspaceOf(record.key()), any -> new ConcurrentHashMap<>())
        .merge(record.topic() + "/" + place.partition(), place.offset() + 1, Math::max);
  }

  private static String workspaceOf(byte[] key) {
    int end = 0;
    while (end < key.length && key[end] != END_OF_WORKSPACE) {
      end++;
    }
    return new String(key, 0, end, StandardCharsets.UTF_8);
  }
}
