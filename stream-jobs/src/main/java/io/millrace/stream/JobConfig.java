// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream;

import io.millrace.schemas.registry.SchemaRegistryEndpoint;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.stream.eviction.StateConfig;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * All that the job must be told.
 *
 * @param kafkaBootstrapServers host:port, several separated by commas
 * @param kafkaClientProperties further settings of the job's Kafka clients, e.g. {@code
 *     security.protocol}; may hold a password and is left out of {@link #toString}
 * @param schemaRegistry a registry that speaks the Confluent REST API
 * @param clickHouse where the tables are; the user must be allowed to insert and to read {@code
 *     progress}
 * @param generation of the tables to write, at least 1
 * @param parallelism subtasks of every operator, at least 1
 * @param checkpointInterval how often a prefix becomes visible: 100 ms to 10 minutes
 * @param checkpointDirectory a file system that survives the job, e.g. {@code
 *     file:///var/lib/millrace/checkpoints}
 * @param stateBackend {@code hashmap} or {@code rocksdb}
 * @param state how much the job holds, and for how long
 * @param interpretation how it reads what it gets
 */
public record JobConfig(
    String kafkaBootstrapServers,
    Map<String, String> kafkaClientProperties,
    SchemaRegistryEndpoint schemaRegistry,
    ClickHouseEndpoint clickHouse,
    int generation,
    int parallelism,
    Duration checkpointInterval,
    URI checkpointDirectory,
    String stateBackend,
    StateConfig state,
    Interpretation interpretation)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Duration MIN_INTERVAL = Duration.ofMillis(100);
  private static final Duration MAX_INTERVAL = Duration.ofMinutes(10);

  public JobConfig {
    kafkaClientProperties = Map.copyOf(kafkaClientProperties);
    require(!kafkaBootstrapServers.isBlank(), "kafkaBootstrapServers", "not be blank", "''");
    require(generation >= 1, "generation", "be at least 1", generation);
    require(parallelism >= 1, "parallelism", "be at least 1", parallelism);
    require(
        checkpointInterval.compareTo(MIN_INTERVAL) >= 0
            && checkpointInterval.compareTo(MAX_INTERVAL) <= 0,
        "checkpointInterval",
        "be 100 ms to 10 minutes",
        checkpointInterval);
    require(
        stateBackend.equals("hashmap") || stateBackend.equals("rocksdb"),
        "stateBackend",
        "be hashmap or rocksdb",
        stateBackend);
  }

  /**
   * Subtasks of each sink of ClickHouse, at most {@link #parallelism}. Each costs every table an
   * insert and a part at each checkpoint, and its work is a fraction of what comes before it: one
   * serves two.
   */
  public int exactParallelism() {
    return (parallelism + 1) / 2;
  }

  @Override
  public String toString() {
    return "JobConfig[%s, %s, %s, generation=%d, %s]"
        .formatted(
            kafkaBootstrapServers, schemaRegistry, clickHouse, generation, checkpointDirectory);
  }

  private static void require(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must " + rule + ", was " + value);
    }
  }
}
