// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.trace;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Ids of OpenTelemetry in MLflow's writing. */
public final class TraceIds {
  private static final String PREFIX = "tr-";

  private TraceIds() {}

  /** {@code tr-} and 32 hex digits. */
  static String mlflow(String traceId) {
    return PREFIX + traceId;
  }

  /** 32 lower-case hex digits; empty where the text is no trace id of MLflow's. */
  public static Optional<String> hex(String mlflowId) {
    return mlflowId.matches("tr-[0-9a-f]{32}")
        ? Optional.of(mlflowId.substring(PREFIX.length()))
        : Optional.empty();
  }

  /** Hex digits of bytes as protobuf's JSON has them. */
  static String hexOf(String base64) {
    return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
  }

  /** Bytes as protobuf's JSON has them. */
  static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }
}
