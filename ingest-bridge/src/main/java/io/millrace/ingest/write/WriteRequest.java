// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * One write as it came.
 *
 * @param origin whose it is, and when it came
 * @param path parameters of the path by name, decoded
 * @param query parameters of the query, the first of each name
 * @param body empty where none was sent
 */
record WriteRequest(
    Origin origin, Map<String, String> path, Map<String, String> query, ObjectNode body) {

  /** A part of the path that is an id of someone else's making. */
  String id(String name) {
    return Fields.text(name, path.get(name), Fields.MAX_ID_CHARS);
  }

  /** The trace id of the path, lower case. */
  String traceId() {
    return Fields.hex("trace_id", path.get("trace_id"), Fields.TRACE_ID_CHARS);
  }
}
