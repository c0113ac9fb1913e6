// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.scrub;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells OTLP's requests from others by their path (OTLP 1.8; vendors put a prefix before it). */
final class OtlpPath {
  private static final Pattern HTTP = Pattern.compile("(/.*)?/v1/(traces|logs|metrics)/?");
  private static final Pattern GRPC =
      Pattern.compile("/?opentelemetry\\.proto\\.collector\\.(trace|logs|metrics)\\.v1\\..*");
  private static final Map<String, String> BY_GRPC_PACKAGE =
      Map.of("trace", "traces", "logs", "logs", "metrics", "metrics");

  private OtlpPath() {}

  /** traces, logs or metrics; nothing for whatever is no export request. */
  static Optional<String> signal(String method, String path) {
    if (!method.equals("POST")) {
      return Optional.empty();
    }
    Matcher grpc = GRPC.matcher(path);
    if (grpc.matches()) {
      return Optional.of(BY_GRPC_PACKAGE.get(grpc.group(1)));
    }
    Matcher http = HTTP.matcher(path);
    return http.matches() ? Optional.of(http.group(2)) : Optional.empty();
  }
}
