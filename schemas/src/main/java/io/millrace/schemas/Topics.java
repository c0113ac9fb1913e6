// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas;

import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Every topic of Millrace: name, value schema, partitions and configuration. Topics are made by the
 * bridge at its start.
 */
public final class Topics {
  public static final String SPANS = "otlp.spans.v1";
  public static final String LOGS = "otlp.logs.v1";
  public static final String METRICS = "otlp.metrics.v1";
  public static final String ANNOTATIONS = "annotations.v1";
  public static final String CONTROL = "control.v1";
  public static final String DEAD_LETTER = "dead-letter.v1";

  /**
   * Raw topics that a job reads, each with the consumer group for which the job commits how far it
   * has read when a checkpoint is complete. The bridge sees to it that they do not expire unread.
   */
  public static final Map<String, String> READERS = Map.of(SPANS, "millrace-stream");

  private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");

  private Topics() {}

  /**
   * One topic.
   *
   * @param name the topic's name
   * @param schema schema of its values; its subject in the registry is the name with "-value"
   * @param raw whether it holds acknowledged input, whose retention is a setting
   * @param config topic configuration besides retention, partitions and replication
   */
  public record Topic(String name, Schema schema, boolean raw, Map<String, String> config) {
    /** The registry subject of the values (Confluent's TopicNameStrategy). */
    public String subject() {
      return name + "-value";
    }
  }

  /** All topics, in the order in which they are made. */
  public static List<Topic> all() {
    return List.of(
        new Topic(SPANS, OtlpEnvelope.getClassSchema(), true, Map.of()),
        new Topic(LOGS, OtlpEnvelope.getClassSchema(), true, Map.of()),
        new Topic(METRICS, OtlpEnvelope.getClassSchema(), true, Map.of()),
        new Topic(ANNOTATIONS, Annotation.getClassSchema(), true, Map.of()),
        new Topic(CONTROL, Control.getClassSchema(), false, COMPACTED),
        new Topic(DEAD_LETTER, DeadLetter.getClassSchema(), false, Map.of()));
  }
}
