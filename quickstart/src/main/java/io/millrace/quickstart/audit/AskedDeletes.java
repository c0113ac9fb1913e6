// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.quickstart.audit.AuditReport.Finding;
import io.millrace.schemas.Annotation;
import io.millrace.schemas.AnnotationBody;
import io.millrace.schemas.Topics;
import io.millrace.schemas.registry.SchemaCoder;
import io.millrace.schemas.registry.UndecodableException;
import io.millrace.sql.audit.Difference;
import io.millrace.sql.audit.StoredSpans;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Compares the traces that are deleted with those whose delete is in the log. */
final class AskedDeletes {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Audit.Target target;
  private final int shown;

  AskedDeletes(Audit.Target target, int shown) {
    this.target = target;
    this.shown = shown;
  }

  /** Nothing is deleted that nobody asked for, and what was asked for is deleted. */
  Finding compare(StoredSpans stored, Map<Integer, Long> until) throws IOException {
    Set<String> deleted = stored.deletedTraces();
    Set<String> asked = new HashSet<>();
    boolean wholeLog;
    SchemaCoder coder = SchemaCoder.connect(target.schemaRegistry());
    try (RawLog log = RawLog.open(target.kafka(), Topics.ANNOTATIONS)) {
      log.readUntil(until, message -> add(coder, message, asked));
      wholeLog = log.begins().values().stream().allMatch(begin -> begin == 0);
    }
    List<Difference> differences = new ArrayList<>();
    for (String key : new TreeSet<>(asked)) {
      if (!deleted.contains(key)) {
        differences.add(difference(key, "deleted", "there"));
      }
    }
    if (wholeLog) {
      for (String key : new TreeSet<>(deleted)) {
        if (!asked.contains(key)) {
          differences.add(difference(key, "there, nobody asked to delete it", "deleted"));
        }
      }
    }
    return new Finding(
        "A trace is deleted where the log says so, and nowhere else",
        differences.stream().limit(shown).toList());
  }

  private static void add(
      SchemaCoder coder, ConsumerRecord<byte[], byte[]> message, Set<String> asked) {
    try {
      Annotation annotation = coder.decode(message.value(), Annotation.class);
      if (annotation.getKind().equals(AnnotationBody.DELETE) && isWhole(annotation)) {
        asked.add(StoredSpans.key(annotation.getWorkspace(), annotation.getTraceId(), ""));
      }
    } catch (UndecodableException | JsonProcessingException unreadable) {
      // A dead letter of the job asks for nothing.
    }
  }

  /** A session's or user's delete leaves the rest of its trace. */
  private static boolean isWhole(Annotation annotation) throws JsonProcessingException {
    return JSON.readValue(annotation.getBody(), AnnotationBody.Delete.class).isWhole();
  }

  private static Difference difference(String key, String expected, String found) {
    String[] ids = key.split(" ", -1);
    String workspace = new String(HexFormat.of().parseHex(ids[0]), StandardCharsets.UTF_8);
    return new Difference(workspace, "trace " + ids[1], expected, found);
  }
}
