// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.ingest.otlp.OutgoingRecord;
import java.util.List;

/**
 * What a request becomes.
 *
 * @param records all of which must be acknowledged before the reply is sent
 * @param reply null = an empty body
 */
record MlflowAnswer(List<OutgoingRecord> records, ObjectNode reply) {
  /** Nothing is written. */
  static MlflowAnswer of(ObjectNode reply) {
    return new MlflowAnswer(List.of(), reply);
  }

  /** What is written, answered by an empty object. */
  static MlflowAnswer written(List<OutgoingRecord> records) {
    return new MlflowAnswer(records, JsonNodeFactory.instance.objectNode());
  }

  /** Nothing more is written, and nothing is said. */
  static MlflowAnswer empty() {
    return new MlflowAnswer(List.of(), null);
  }
}
