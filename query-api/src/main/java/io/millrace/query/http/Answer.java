// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;

/**
 * A good answer.
 *
 * @param fileName under which browsers save it; '' = they show it
 */
public record Answer(MediaType type, HttpData body, String fileName) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A tree as JSON. */
  public static Answer json(JsonNode tree) {
    try {
      return new Answer(MediaType.JSON_UTF_8, HttpData.wrap(JSON.writeValueAsBytes(tree)), "");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can be written", e);
    }
  }

  HttpResponse response() {
    ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.OK).contentType(type);
    if (!fileName.isEmpty()) {
      headers.add(HttpHeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName + "\"");
    }
    return HttpResponse.of(headers.build(), body);
  }
}
