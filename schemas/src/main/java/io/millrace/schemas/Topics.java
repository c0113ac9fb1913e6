// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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

  /** The topics that the job reads. */
  public static final List<String> OF_THE_JOB = List.of(SPANS, ANNOTATIONS, CONTROL);

  /**
   * Raw topics that a job reads, each with the consumer group for which the job of the first
   * generation commits how far it has read when a checkpoint is complete. The bridge sees to it
   * that they do not expire unread.
   */
  public static final Map<String, String> READERS =
      Map.of(SPANS, "millrace-stream", ANNOTATIONS, "millrace-stream");

  /**
   * The broker's own clock orders what several bridges append: the last in the log is the last
   * writer.
   */
  private static final Map<String, String> APPEND_TIME =
      Map.of("message.timestamp.type", "LogAppendTime");

  private static final Map<String, String> COMPACTED =
      Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime");

  private static final String OF_GENERATION = "-g";

  private Topics() {}

  /** The group for which the job of a generation commits how far it has read in a raw topic. */
  public static String readerGroup(String topic, int generation) {
    String first = READERS.get(topic);
    return generation == 1 ? first : first + OF_GENERATION + generation;
  }

  /** Whether a group is that of a job of any generation that reads a raw topic. */
  public static boolean isReaderGroup(String topic, String group) {
    return group.matches(Pattern.quote(READERS.get(topic)) + "(" + OF_GENERATION + "\\d+)?");
  }

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
        new Topic(ANNOTATIONS, Annotation.getClassSchema(), true, APPEND_TIME),
        new Topic(CONTROL, Control.getClassSchema(), false, COMPACTED),
        new Topic(DEAD_LETTER, DeadLetter.getClassSchema(), false, Map.of()));
  }
}
