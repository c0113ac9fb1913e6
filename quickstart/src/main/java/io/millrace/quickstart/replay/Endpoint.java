// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.replay;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a captured request goes: to a signal of OTLP, or to a call of MLflow's tracking protocol
 * that says something of a trace.
 *
 * @param method of HTTP
 * @param path of HTTP, without a query
 * @param signal empty = a call of MLflow's, whose body is JSON whatever its content type says
 */
record Endpoint(String method, String path, Optional<Signal> signal) {
  private static final String TRACE = "/tr-[0-9a-f]{32}";

  /**
   * Calls that mean the same in any order and to a server that gives other ids than the recorded
   * one: of an assessment only that it is made.
   *
   * @see <a href="https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/protos/service.proto">MLflow
   *     3.17.2, the endpoints' paths</a>
   */
  private static final List<Call> MLFLOW =
      List.of(
          new Call("POST", "/(ajax-)?api/3\\.0/mlflow/traces"),
          new Call("POST", "/(ajax-)?api/3\\.0/mlflow/traces" + TRACE + "/assessments"),
          new Call("PATCH", "/(ajax-)?api/[23]\\.0/mlflow/traces" + TRACE + "/tags"),
          new Call(
              "PUT",
              "/(ajax-)?api/2\\.0/mlflow-artifacts/artifacts/[^/]+/traces"
                  + TRACE
                  + "/artifacts/traces\\.json"));

  private record Call(String method, Pattern path) {
    Call(String method, String path) {
      this(method, Pattern.compile(path));
    }

    boolean is(Endpoint endpoint) {
      return endpoint.method.equals(method) && path.matcher(endpoint.path).matches();
    }
  }

  /** Of OTLP; by gRPC the path is not asked for. */
  static Optional<Endpoint> ofOtlp(String method, String path) {
    return method.equals("POST")
        ? Signal.ofPath(path)
            .map(signal -> new Endpoint(method, signal.httpPath(), Optional.of(signal)))
        : Optional.empty();
  }

  /** Of OTLP or of MLflow's protocol. */
  static Optional<Endpoint> ofMlflow(String method, String path) {
    Endpoint call = new Endpoint(method, path, Optional.empty());
    return ofOtlp(method, path)
        .or(
            () ->
                MLFLOW.stream().anyMatch(one -> one.is(call))
                    ? Optional.of(call)
                    : Optional.empty());
  }

  /** By what a summary counts it: ids of traces would make each its own. */
  String shownPath() {
    return path.replaceFirst("/traces/.*", "/traces/*");
  }

  boolean isOf(Signal wanted) {
    return signal.filter(wanted::equals).isPresent();
  }
}
