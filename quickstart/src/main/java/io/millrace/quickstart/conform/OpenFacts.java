// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Facts that are known not to be told yet: {@code open.json} beside the clients. They are wrong all
 * the same; this is why.
 *
 * @param reasons by client and field
 */
public record OpenFacts(Map<String, Map<String, String>> reasons) {
  public static final String FILE = "open.json";

  public OpenFacts {
    reasons = Map.copyOf(reasons);
  }

  /** Those of a folder of clients; none where it has no such file. */
  public static OpenFacts in(Path root) throws IOException {
    Path file = root.resolve(FILE);
    return Files.exists(file)
        ? new OpenFacts(
            JsonMapper.builder().build().readValue(file.toFile(), new TypeReference<>() {}))
        : new OpenFacts(Map.of());
  }

  /** Why a fact is not told. */
  public Optional<String> reason(String client, String field) {
    return Optional.ofNullable(reasons.getOrDefault(client, Map.of()).get(field));
  }
}
