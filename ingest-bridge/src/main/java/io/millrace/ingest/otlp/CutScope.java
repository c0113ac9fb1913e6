// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

/**
 * The resource and scope that items were sent under. Filled while the request is read: OTLP's
 * fields may come in any order, the resource after its items too.
 */
final class CutScope {
  private static final byte[] ABSENT = {};

  /** Most bytes of a char in UTF-8, surrogate pairs counted as two. */
  private static final int MAX_BYTES_PER_CHAR = 3;

  /** Avro's lengths and block counts around a group's fields. */
  private static final int FRAMING_BYTES = 40;

  /** The resource side, shared by all scopes of one resource. */
  static final class CutResource {
    byte[] resource = ABSENT;
    String schemaUrl = "";
    private RecordKey key;

    /** The key of items that name no trace; valid once the request has been read. */
    RecordKey key() {
      if (key == null) {
        key = RecordKey.ofResource(resource);
      }
      return key;
    }
  }

  final CutResource resource;
  byte[] scope = ABSENT;
  String schemaUrl = "";

  CutScope(CutResource resource) {
    this.resource = resource;
  }

  /** Upper bound of what a group adds to a record, its items aside. */
  long encodedBytes() {
    long urlChars = (long) schemaUrl.length() + resource.schemaUrl.length();
    return resource.resource.length
        + (long) scope.length
        + urlChars * MAX_BYTES_PER_CHAR
        + FRAMING_BYTES;
  }
}
