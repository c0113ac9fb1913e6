// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A journal in memory that outlives its server, and fails when it is told to. */
final class FakeSchemaJournal implements SchemaJournal {
  final List<String[]> entries = new ArrayList<>();
  boolean failing;

  @Override
  public void replay(BiConsumer<String, String> entry) {
    entries.forEach(one -> entry.accept(one[0], one[1]));
  }

  @Override
  public void append(String key, String value) throws IOException {
    if (failing) {
      throw new IOException("the broker is away");
    }
    entries.add(new String[] {key, value});
  }

  @Override
  public void close() {
    // nothing is held
  }
}
