// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.registry;

import java.io.IOException;
import java.util.function.BiConsumer;

/**
 * Where the registry remembers. Entries are JSON in the shape of Confluent's {@code _schemas}
 * topic; of entries with one key the last holds.
 */
interface SchemaJournal extends AutoCloseable {
  /** Gives every entry, key and value, in the order in which they were appended. */
  void replay(BiConsumer<String, String> entry) throws IOException;

  /** Appends an entry; durable when this returns. */
  void append(String key, String value) throws IOException;

  @Override
  void close();
}
