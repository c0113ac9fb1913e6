// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.List;

/**
 * The place in a list as a token: the sort keys of the last row, so that what comes in meanwhile
 * shifts no page.
 */
final class PageTokens {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private PageTokens() {}

  static String write(List<?> place) {
    try {
      return Base64.getUrlEncoder().encodeToString(JSON.writeValueAsBytes(place));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts can be written", e);
    }
  }

  /** The place; empty where the token is. */
  static List<String> read(String token) throws MlflowProblem {
    if (token.isEmpty()) {
      return List.of();
    }
    try {
      return List.of(JSON.readValue(Base64.getUrlDecoder().decode(token), String[].class));
    } catch (IOException | IllegalArgumentException | NullPointerException e) {
      throw MlflowProblem.invalid("Invalid page token, could not be decoded");
    }
  }
}
