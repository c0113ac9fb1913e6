// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.write;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.ingest.otlp.OutgoingRecord;
import java.util.List;

/**
 * What a write becomes.
 *
 * @param records all of which must be acknowledged
 * @param reply what is answered beside their places
 * @param created whether something came into being by it
 */
record Written(List<OutgoingRecord> records, ObjectNode reply, boolean created) {
  static Written of(OutgoingRecord... records) {
    return new Written(List.of(records), JsonNodeFactory.instance.objectNode(), false);
  }

  static Written created(List<OutgoingRecord> records, String idName, String id) {
    ObjectNode reply = JsonNodeFactory.instance.objectNode().put(idName, id);
    return new Written(records, reply, true);
  }
}
