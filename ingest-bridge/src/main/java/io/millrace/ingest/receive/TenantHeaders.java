// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.receive;

import com.linecorp.armeria.common.HttpHeaders;
import io.millrace.ingest.otlp.Tenant;

/**
 * Reads whose request it is from HTTP headers or gRPC metadata. Nothing else of them is kept;
 * Authorization is accepted and not looked at.
 */
public final class TenantHeaders {
  public static final String WORKSPACE = "x-mlflow-workspace";
  public static final String EXPERIMENT_ID = "x-mlflow-experiment-id";
  static final String DEFAULT_WORKSPACE = "default";
  static final String DEFAULT_EXPERIMENT_ID = "0";
  static final int MAX_CHARS = 128;

  private TenantHeaders() {}

  /**
   * The tenant.
   *
   * @throws RefusedException with {@link RefusalKind#INVALID} if a header is there but unusable
   */
  public static Tenant read(HttpHeaders headers) {
    String workspace = value(headers, WORKSPACE);
    String experimentId = value(headers, EXPERIMENT_ID);
    return new Tenant(
        workspace == null ? DEFAULT_WORKSPACE : workspace,
        experimentId == null ? DEFAULT_EXPERIMENT_ID : experimentId,
        experimentId != null);
  }

  private static String value(HttpHeaders headers, String name) {
    String value = headers.get(name);
    if (value == null) {
      return null;
    }
    String trimmed = value.strip();
    boolean printable = trimmed.chars().allMatch(c -> c >= ' ' && c <= '~');
    if (trimmed.isEmpty() || trimmed.length() > MAX_CHARS || !printable) {
      throw new RefusedException(
          RefusalKind.INVALID, name + " must be 1 to " + MAX_CHARS + " printable ASCII characters");
    }
    return trimmed;
  }
}
