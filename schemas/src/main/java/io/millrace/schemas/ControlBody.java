// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Objects;

/**
 * Kinds of {@code control.v1} that the job goes by, and their bodies as JSON. Of one workspace,
 * kind and name the last record holds; an empty body removes it.
 */
public final class ControlBody {
  /**
   * A price of one's own, by its name: one entry of the job's price overrides as JSON (the README
   * of dialects shows them).
   */
  public static final String PRICE_OVERRIDE = "price_override";

  /** {@link Deletion}; its name is {@link Deletion#name()}. */
  public static final String DELETION = "deletion";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private ControlBody() {}

  /**
   * Deletes all spans of a session or of a user that began before the record was received, whenever
   * they come. It is never taken back.
   *
   * @param sessionId '' = a user is meant
   * @param userId '' = a session is meant
   */
  public record Deletion(String sessionId, String userId) {
    public Deletion {
      sessionId = sessionId == null ? "" : sessionId;
      userId = userId == null ? "" : userId;
      if (sessionId.isEmpty() == userId.isEmpty()) {
        throw new IllegalArgumentException("a deletion must name a session or a user");
      }
    }

    /** Its name among the deletions of its workspace. */
    public String name() {
      return sessionId.isEmpty() ? "user/" + userId : "session/" + sessionId;
    }
  }

  /**
   * Reads a {@link Deletion}.
   *
   * @throws JsonProcessingException it is none
   */
  public static Deletion deletion(String body) throws JsonProcessingException {
    return Objects.requireNonNull(JSON.readValue(body, Deletion.class), "a deletion is null");
  }
}
