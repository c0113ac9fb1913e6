// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.registry;

/**
 * An answer that is an error, in the shape of the Confluent REST API.
 *
 * @see <a href="https://docs.confluent.io/platform/7.9/schema-registry/develop/api.html#errors">
 *     Schema Registry API reference 7.9, Errors</a>
 */
final class RegistryException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Every error that this registry answers, by Confluent's codes. */
  enum Kind {
    NOT_FOUND(404, 404),
    SUBJECT_NOT_FOUND(404, 40401),
    VERSION_NOT_FOUND(404, 40402),
    SCHEMA_NOT_FOUND(404, 40403),
    SUBJECT_LEVEL_NOT_CONFIGURED(404, 40408),
    METHOD_NOT_ALLOWED(405, 405),
    INCOMPATIBLE_SCHEMA(409, 409),
    INVALID_SCHEMA(422, 42201),
    INVALID_VERSION(422, 42202),
    INVALID_COMPATIBILITY_LEVEL(422, 42203),
    INVALID_REQUEST(422, 422),
    STORE_FAILED(500, 50001);

    private final int status;
    private final int errorCode;

    Kind(int status, int errorCode) {
      this.status = status;
      this.errorCode = errorCode;
    }
  }

  private final Kind kind;

  RegistryException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  RegistryException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  int status() {
    return kind.status;
  }

  int errorCode() {
    return kind.errorCode;
  }
}
