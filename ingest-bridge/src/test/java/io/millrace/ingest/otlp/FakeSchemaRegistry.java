// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import io.millrace.schemas.registry.CompatibilityLevel;
import io.millrace.schemas.registry.SchemaRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;

/** A registry in memory; ids count from 0. */
public final class FakeSchemaRegistry implements SchemaRegistry {
  private final List<Schema> schemas = new CopyOnWriteArrayList<>();

  @Override
  public synchronized int register(String subject, Schema schema) {
    schemas.add(schema);
    return schemas.size() - 1;
  }

  @Override
  public Optional<Schema> schema(int id) {
    return id < schemas.size() ? Optional.of(schemas.get(id)) : Optional.empty();
  }

  @Override
  public void setCompatibility(String subject, CompatibilityLevel level) {
    // whatever is registered is taken
  }
}
