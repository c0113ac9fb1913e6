// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.jmh;

import io.millrace.schemas.registry.CompatibilityLevel;
import io.millrace.schemas.registry.SchemaRegistry;
import java.util.Optional;
import org.apache.avro.Schema;

/** A registry that takes every schema: its answers are asked for once and are no part of a cost. */
final class OneIdRegistry implements SchemaRegistry {
  @Override
  public int register(String subject, Schema schema) {
    return 1;
  }

  @Override
  public Optional<Schema> schema(int id) {
    return Optional.empty();
  }

  @Override
  public void setCompatibility(String subject, CompatibilityLevel level) {
    // nothing is ever refused
  }
}
