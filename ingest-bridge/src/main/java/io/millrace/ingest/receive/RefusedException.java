// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.receive;

/** A request is refused as a whole; the message is for the client. */
public class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RefusalKind kind;

  public RefusedException(RefusalKind kind, String message) {
    this(kind, message, null);
  }

  /** Without a stack trace: it is an answer, made under overload by the thousand. */
  public RefusedException(RefusalKind kind, String message, Throwable cause) {
    super(message, cause, false, false);
    this.kind = kind;
  }

  public RefusalKind kind() {
    return kind;
  }
}
