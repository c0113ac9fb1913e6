// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.trace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.sql.mlflow.TraceSearch;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads traces as MLflow tells them. */
public final class TraceReader {
  /** Spans whose content is read at once. */
  private static final int SPANS_A_PAGE = 200;

  private final QueryReader tables;
  private final long maxAnswerBytes;

  /**
   * A reader.
   *
   * @param maxAnswerBytes query-api.max-answer: how much of spans' content an answer may hold
   */
  public TraceReader(QueryReader tables, long maxAnswerBytes) {
    this.tables = tables;
    this.maxAnswerBytes = maxAnswerBytes;
  }

  /** Rows of a search: which traces, and their places. */
  public List<Map<String, Object>> search(TraceSearch search) throws IOException {
    return tables.ask(search.query());
  }

  private List<ObjectNode> infos(String workspace, List<Map<String, Object>> rows)
      throws IOException {
    List<String> traceIds = rows.stream().map(row -> row.get("trace_id").toString()).toList();
    Map<String, List<ObjectNode>> assessments = assessments(workspace, traceIds);
    return rows.stream()
        .map(
            row ->
                TraceInfoJson.of(
                    row, assessments.getOrDefault(row.get("trace_id").toString(), List.of())))
        .toList();
  }

  /**
   * The trace infos of those traces that there are, in the order of the ids.
   *
   * @param traceIds 32 hex digits each
   */
  public List<ObjectNode> infosOf(String workspace, List<String> traceIds) throws IOException {
    return infos(workspace, rows(workspace, traceIds));
  }

  /**
   * Those traces that there are, with their spans, in the order of the ids.
   *
   * @throws AnswerTooLargeException if their spans are more than an answer may hold
   */
  public List<ObjectNode> traces(String workspace, List<String> traceIds)
      throws AnswerTooLargeException, IOException {
    List<Map<String, Object>> rows = rows(workspace, traceIds);
    Map<String, ArrayNode> spans = spans(workspace, traceIds);
    List<ObjectNode> infos = infos(workspace, rows);
    List<ObjectNode> traces = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      ObjectNode trace = JsonNodeFactory.instance.objectNode();
      trace.set("trace_info", infos.get(i));
      trace.set(
          "spans",
          spans.getOrDefault(
              rows.get(i).get("trace_id").toString(), JsonNodeFactory.instance.arrayNode()));
      traces.add(trace);
    }
    return traces;
  }

  /**
   * The spans of a trace as {@code traces.json} has them; none where there is no such trace.
   *
   * @throws AnswerTooLargeException if its spans are more than an answer may hold
   */
  public List<ObjectNode> file(String workspace, String traceId)
      throws AnswerTooLargeException, IOException {
    List<ObjectNode> file = new ArrayList<>();
    spans(workspace, List.of(traceId))
        .values()
        .forEach(spans -> spans.forEach(span -> file.add(SpanJson.inFile((ObjectNode) span))));
    return file;
  }

  /** The assessments of some traces by trace id, earliest first. */
  public Map<String, List<ObjectNode>> assessments(String workspace, List<String> traceIds)
      throws IOException {
    Map<String, List<ObjectNode>> assessments = new HashMap<>();
    if (!traceIds.isEmpty()) {
      for (Map<String, Object> row :
          tables.ask(
              NamedQuery.MLFLOW_ASSESSMENTS,
              Map.of("workspace", workspace, "trace_ids", traceIds))) {
        assessments
            .computeIfAbsent(row.get("trace_id").toString(), any -> new ArrayList<>())
            .add(AssessmentJson.of(row));
      }
    }
    return assessments;
  }

  private List<Map<String, Object>> rows(String workspace, List<String> traceIds)
      throws IOException {
    if (traceIds.isEmpty()) {
      return List.of();
    }
    return tables.ask(TraceSearch.byIds(workspace, traceIds)).stream()
        .sorted(Comparator.comparing(row -> traceIds.indexOf(row.get("trace_id").toString())))
        .toList();
  }

  private Map<String, ArrayNode> spans(String workspace, List<String> traceIds)
      throws AnswerTooLargeException, IOException {
    Map<String, ArrayNode> spans = new LinkedHashMap<>();
    Map<String, Object> place = Map.of("trace_id", "", "start_time_unix_nano", 0, "span_id", "");
    long bytes = 0;
    List<Map<String, Object>> page;
    do {
      page = traceIds.isEmpty() ? List.of() : page(workspace, traceIds, place);
      Map<String, Map<String, Object>> contents = contents(workspace, page);
      for (Map<String, Object> row : page) {
        Map<String, Object> content = contents.getOrDefault(key(row), Map.of());
        bytes += content.getOrDefault("raw", "").toString().length();
        if (bytes > maxAnswerBytes) {
          throw new AnswerTooLargeException(maxAnswerBytes);
        }
        spans
            .computeIfAbsent(
                row.get("trace_id").toString(), any -> JsonNodeFactory.instance.arrayNode())
            .add(SpanJson.of(row, content));
      }
      place = page.isEmpty() ? place : page.get(page.size() - 1);
    } while (page.size() == SPANS_A_PAGE);
    return spans;
  }

  private List<Map<String, Object>> page(
      String workspace, List<String> traceIds, Map<String, Object> after) throws IOException {
    return tables.ask(
        NamedQuery.MLFLOW_SPANS,
        Map.of(
            "workspace",
            workspace,
            "trace_ids",
            traceIds,
            "after_trace_id",
            after.get("trace_id"),
            "after_nano",
            after.get("start_time_unix_nano"),
            "after_span_id",
            after.get("span_id"),
            "limit",
            SPANS_A_PAGE));
  }

  private Map<String, Map<String, Object>> contents(
      String workspace, List<Map<String, Object>> page) throws IOException {
    Map<String, Map<String, Object>> contents = new HashMap<>();
    if (!page.isEmpty()) {
      tables
          .ask(
              NamedQuery.MLFLOW_SPAN_CONTENTS,
              Map.of(
                  "workspace", workspace,
                  "trace_ids", distinct(page, "trace_id"),
                  "span_ids", distinct(page, "span_id")))
          .forEach(row -> contents.put(key(row), row));
    }
    return contents;
  }

  private static List<String> distinct(List<Map<String, Object>> rows, String column) {
    return rows.stream().map(row -> row.get(column).toString()).distinct().toList();
  }

  private static String key(Map<String, Object> row) {
    return row.get("trace_id") + "/" + row.get("span_id");
  }
}
