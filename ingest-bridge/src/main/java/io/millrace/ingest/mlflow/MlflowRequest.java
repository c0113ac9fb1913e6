// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.RequestHeaders;
import io.millrace.ingest.receive.Admission;
import io.millrace.ingest.write.Origin;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One request as it came.
 *
 * @param headers as sent, credentials too
 * @param origin whose it is, and when it came
 * @param path parameters of the path by name, decoded
 * @param query parameters of the query
 * @param body decompressed
 * @param reservation the memory that it holds
 */
record MlflowRequest(
    RequestHeaders headers,
    Origin origin,
    Map<String, String> path,
    QueryParams query,
    byte[] body,
    Admission.Reservation reservation) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TRACE_PREFIX = "tr-";
  private static final Pattern HEX_TRACE_ID = Pattern.compile("[0-9a-f]{32}");

  String workspace() {
    return origin.workspace();
  }

  /** The body; an empty one is an object without fields. */
  ObjectNode json() {
    if (body.length == 0) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      if (JSON.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      // its message would quote what people wrote
      throw MlflowException.badField(
          "the body", "is no JSON, at byte " + e.getLocation().getByteOffset());
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
    throw MlflowException.badField("the body", "must be a JSON object");
  }

  /** A parameter of the query or, where it has none, a field of the body; '' = neither has it. */
  String parameter(String name) {
    String value = query.get(name);
    return value == null ? json().path(name).asText("") : value;
  }

  /** A parameter that must be there. */
  String required(String name) {
    String value = parameter(name);
    if (value.isEmpty()) {
      throw MlflowException.badField(name, "must be there");
    }
    return value;
  }

  /** The trace of the path, as OTLP's hex digits. */
  String traceId() {
    return traceId(path.get("trace_id"));
  }

  /** MLflow's id of a trace, tr- and 32 hex digits, as OTLP's. */
  static String traceId(String id) {
    String lower = id.toLowerCase(Locale.ROOT);
    String hex = lower.startsWith(TRACE_PREFIX) ? lower.substring(TRACE_PREFIX.length()) : lower;
    if (!HEX_TRACE_ID.matcher(hex).matches() || hex.chars().allMatch(c -> c == '0')) {
      throw MlflowException.badField("trace_id", "must be tr- and 32 hex digits, not all zero");
    }
    return hex;
  }

  /** Traces of a list of the body, in order; none where there is none. */
  Set<String> traceIds(String field) {
    Set<String> traceIds = new TreeSet<>();
    json().path(field).forEach(id -> traceIds.add(traceId(id.asText())));
    return traceIds;
  }

  /** An object of texts in a node; what is none of either is refused by the field's name. */
  static Map<String, String> texts(String field, JsonNode node) {
    Map<String, String> texts = new TreeMap<>();
    if (node.isMissingNode() || node.isNull()) {
      return texts;
    }
    if (!node.isObject()) {
      throw MlflowException.badField(field, "must be an object of texts");
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isTextual()) {
        throw MlflowException.badField(field + "." + entry.getKey(), "must be text");
      }
      texts.put(entry.getKey(), entry.getValue().textValue());
    }
    return texts;
  }
}
