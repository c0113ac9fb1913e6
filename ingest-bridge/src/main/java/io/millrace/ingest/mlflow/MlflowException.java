// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import io.millrace.ingest.receive.RefusalKind;
import io.millrace.ingest.receive.RefusedException;

/** A refusal with the error code that MLflow's clients branch on. */
final class MlflowException extends RefusedException {
  private static final long serialVersionUID = 1L;

  private final MlflowError error;

  MlflowException(MlflowError error, String message) {
    super(RefusalKind.INVALID, message);
    this.error = error;
  }

  /** A field of body, path or query; the rule goes on its name: "must be …". */
  static MlflowException badField(String field, String rule) {
    return new MlflowException(MlflowError.INVALID_PARAMETER_VALUE, field + " " + rule);
  }

  MlflowError error() {
    return error;
  }
}
