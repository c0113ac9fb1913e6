// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The bodies of {@code annotations.v1}, as JSON. Every value stands alone: of two records that set
 * the same tag or the same field the later in the log holds, and no record needs another to be
 * understood.
 */
public final class AnnotationBody {
  /** Kind of {@link Tags}. */
  public static final String TAGS = "tag";

  /** Kind of {@link Assessment}. */
  public static final String ASSESSMENT = "assessment";

  /** Kind of {@link TraceInfo}. */
  public static final String TRACE_INFO = "trace_info";

  /** Kind of {@link Delete}. */
  public static final String DELETE = "delete";

  /** Kind of {@link Reprice}. */
  public static final String REPRICE = "reprice";

  private AnnotationBody() {}

  /**
   * Tags of a trace.
   *
   * @param values by key; null = the tag is removed
   */
  public record Tags(Map<String, String> values) {
    public Tags {
      values = Collections.unmodifiableMap(new HashMap<>(values));
    }
  }

  /**
   * Deletes spans of the trace. With neither session nor user: all of them, for ever; else those of
   * the session or user that began before the record was received.
   *
   * @param sessionId '' = none is named
   * @param userId '' = none is named
   */
  public record Delete(String sessionId, String userId) {
    public Delete {
      sessionId = sessionId == null ? "" : sessionId;
      userId = userId == null ? "" : userId;
    }

    /** Whether all of the trace is meant. */
    @JsonIgnore
    public boolean isWhole() {
      return sessionId.isEmpty() && userId.isEmpty();
    }
  }

  /**
   * Prices all calls of the trace anew, those too that are still to come.
   *
   * @param prices that go before the book's, in the form of the job's price overrides; '' = none,
   *     as if the trace had never been repriced
   */
  public record Reprice(String prices) {
    public Reprice {
      prices = prices == null ? "" : prices;
    }
  }

  /**
   * What a client of MLflow says of a trace as a whole: its trace info, version 3, or a part of it.
   *
   * @param fields text by name: experiment_id, client_request_id, state (OK, ERROR, IN_PROGRESS,
   *     STATE_UNSPECIFIED), request_time (nanoseconds since the epoch), execution_duration
   *     (nanoseconds), request_preview, response_preview; without experiment_id it is a part, which
   *     sets what it has and leaves the rest
   * @param metadata trace metadata by key
   * @param tags by key
   */
  public record TraceInfo(
      Map<String, String> fields, Map<String, String> metadata, Map<String, String> tags) {
    /** The field that only a whole trace info has. */
    public static final String EXPERIMENT_ID = "experiment_id";

    public TraceInfo {
      fields = Map.copyOf(fields);
      metadata = Map.copyOf(metadata);
      tags = Map.copyOf(tags);
    }
  }

  /**
   * Fields of an assessment: those that a record sets, all of them when it is made.
   *
   * @param id unique within its trace
   * @param fields text by name: name, kind (FEEDBACK, EXPECTATION, ISSUE), value (JSON), rationale,
   *     source_type, source_id, metadata (JSON object of texts), error (JSON), span_id, overrides
   *     (an id), valid, create_time (nanoseconds since the epoch), deleted (true, false)
   */
  public record Assessment(String id, Map<String, String> fields) {
    public Assessment {
      Objects.requireNonNull(id, "id");
      fields = Map.copyOf(fields);
    }
  }
}
