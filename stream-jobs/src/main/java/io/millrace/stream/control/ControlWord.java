// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.control;

/**
 * The newest record of one key of {@code control.v1}, on its way to every stitcher and in the
 * broadcast state of each: a Flink POJO.
 */
public class ControlWord {
  public String workspace;
  public String kind;
  public String name;

  /** JSON; '' = removed. */
  public String body;

  public long receivedTimeUnixNano;

  /** The place in the log as a number that grows. */
  public long version;

  public ControlWord() {}

  /** A record as it was read. */
  public ControlWord(
      String workspace,
      String kind,
      String name,
      String body,
      long receivedTimeUnixNano,
      long version) {
    this.workspace = workspace;
    this.kind = kind;
    this.name = name;
    this.body = body;
    this.receivedTimeUnixNano = receivedTimeUnixNano;
    this.version = version;
  }

  boolean isRemoved() {
    return body.isEmpty();
  }

  /** Of two words under one key the later in the log holds. */
  String key() {
    return String.join("\0", workspace, kind, name);
  }
}
