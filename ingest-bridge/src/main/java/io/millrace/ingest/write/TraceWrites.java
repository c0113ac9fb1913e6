// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.write;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.schemas.AnnotationBody;
import java.util.Map;
import java.util.Set;

/** Tags of a trace, its prices, and its end. */
final class TraceWrites {
  private static final String SESSION = "session_id";
  private static final String USER = "user_id";

  private final RecordMaker records;
  private final int maxTags;

  TraceWrites(RecordMaker records, int maxTags) {
    this.records = records;
    this.maxTags = maxTags;
  }

  /** A merge patch (RFC 7396) of the trace's tags: null removes one. */
  Written tag(WriteRequest request) {
    Map<String, String> tags = Fields.texts("tags", request.body(), true);
    if (tags.isEmpty()) {
      throw new BadFieldException("body", "must have a tag to set or, as null, to remove");
    }
    if (tags.size() > maxTags) {
      throw new BadFieldException(
          "body",
          "has more tags than bridge.limits.max-tags (MILLRACE_BRIDGE_LIMITS_MAX_TAGS), which is "
              + maxTags);
    }
    return Written.of(
        records.annotation(
            request.origin(),
            request.traceId(),
            AnnotationBody.TAGS,
            new AnnotationBody.Tags(tags)));
  }

  /**
   * The trace with whatever of it is still to come; or, of a session or user that is named, what
   * began before now.
   */
  Written delete(WriteRequest request) {
    String session = request.query().getOrDefault(SESSION, "");
    String user = request.query().getOrDefault(USER, "");
    request
        .query()
        .forEach(
            (name, value) -> {
              if (!name.equals(SESSION) && !name.equals(USER)) {
                throw new BadFieldException(name, "is no parameter of this");
              }
              Fields.text(name, value, Fields.MAX_ID_CHARS);
            });
    return Written.of(
        records.annotation(
            request.origin(),
            request.traceId(),
            AnnotationBody.DELETE,
            new AnnotationBody.Delete(session, user)));
  }

  /** All its calls, those too that are still to come. */
  Written reprice(WriteRequest request) {
    Fields.requireKnown(request.body(), Set.of("prices"));
    JsonNode prices = request.body().get("prices");
    return Written.of(
        records.annotation(
            request.origin(),
            request.traceId(),
            AnnotationBody.REPRICE,
            new AnnotationBody.Reprice(prices == null ? "" : Fields.text("prices", prices))));
  }
}
