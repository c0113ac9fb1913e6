// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** A registry in memory that counts what it is asked. */
final class FakeSchemaRegistry implements SchemaRegistry {
  static final int FIRST_ID = 7;

  final Map<Integer, Schema> schemas = new LinkedHashMap<>();
  int asked;

  @Override
  public int register(String subject, Schema schema) {
    asked++;
    int id = FIRST_ID + schemas.size();
    schemas.put(id, schema);
    return id;
  }

  @Override
  public Optional<Schema> schema(int id) {
    asked++;
    return Optional.ofNullable(schemas.get(id));
  }

  @Override
  public void setCompatibility(String subject, CompatibilityLevel level) {
    asked++;
  }
}
