// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.write;

import io.millrace.ingest.receive.RefusalKind;
import io.millrace.ingest.receive.RefusedException;

/** A field of the body or path is not what it must be. */
final class BadFieldException extends RefusedException {
  private static final long serialVersionUID = 1L;

  private final String field;

  /** The rule goes on the field's name: "must be …". */
  BadFieldException(String field, String rule) {
    super(RefusalKind.INVALID, field + " " + rule);
    this.field = field;
  }

  String field() {
    return field;
  }
}
