// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.write;

import io.millrace.schemas.ControlBody;

/**
 * Deletes sessions and users as far as their spans began before now: a control record that holds
 * for whatever the job derives from then on. Traces that it has told before have to be named one by
 * one.
 */
final class PartDeletions {
  private final RecordMaker records;

  PartDeletions(RecordMaker records) {
    this.records = records;
  }

  Written session(WriteRequest request) {
    return delete(request, new ControlBody.Deletion(request.id("session_id"), ""));
  }

  Written user(WriteRequest request) {
    return delete(request, new ControlBody.Deletion("", request.id("user_id")));
  }

  private Written delete(WriteRequest request, ControlBody.Deletion deletion) {
    return Written.of(
        records.control(request.origin(), ControlBody.DELETION, deletion.name(), deletion));
  }
}
