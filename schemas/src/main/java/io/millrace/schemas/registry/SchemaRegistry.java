// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas.registry;

import java.util.Optional;
import org.apache.avro.Schema;

/** What Millrace asks of a schema registry. Implementations are thread-safe. */
public interface SchemaRegistry {

  /**
   * Registers a schema as the subject's next version, or finds the version it already is.
   *
   * @return the schema's id, the same for the same schema for ever
   * @throws SchemaRejectedException if it is incompatible with the subject's earlier versions
   * @throws SchemaRegistryUnavailableException if the registry does not answer; worth a retry
   */
  int register(String subject, Schema schema);

  /**
   * The schema of an id; empty if the registry answers that it has none.
   *
   * @throws SchemaRegistryUnavailableException if the registry does not answer; worth a retry
   */
  Optional<Schema> schema(int id);

  /**
   * Sets what the next versions of a subject are checked against.
   *
   * @throws SchemaRegistryUnavailableException if the registry does not answer; worth a retry
   */
  void setCompatibility(String subject, CompatibilityLevel level);
}
