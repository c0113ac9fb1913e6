// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.filter;

/** A filter or an order is not as MLflow's grammar has it; the message names the place. */
public final class FilterException extends Exception {
  private static final long serialVersionUID = 1L;

  FilterException(String message) {
    super(message);
  }
}
