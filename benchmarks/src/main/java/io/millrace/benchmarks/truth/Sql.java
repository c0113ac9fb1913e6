// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.truth;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Asks a query whose parameters are written {@code {name:Type}}; answers one map a row. */
@FunctionalInterface
public interface Sql {
  List<Map<String, Object>> query(String sql, Map<String, Object> parameters) throws IOException;
}
