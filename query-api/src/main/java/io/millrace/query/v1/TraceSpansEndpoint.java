// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import io.millrace.query.http.Answer;
import io.millrace.query.http.Endpoint;
import io.millrace.query.parameter.Arguments;
import io.millrace.query.parameter.Cursor;
import io.millrace.query.parameter.Kind;
import io.millrace.query.parameter.Parameter;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * {@code /api/v1/traces/{trace_id}/spans}: the spans of a trace of any size page by page, earliest
 * first; a parent may be on an earlier page, or on a later one where its clock is behind.
 */
public final class TraceSpansEndpoint implements Endpoint {
  private static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.path(TraceEndpoint.TRACE_ID, Kind.TRACE_ID),
          Filters.OF_WORKSPACE,
          Filters.limit(1000, 10_000),
          Filters.cursor());

  private final QueryReader tables;

  public TraceSpansEndpoint(QueryReader tables) {
    this.tables = tables;
  }

  @Override
  public String path() {
    return "/api/v1/traces/{trace_id}/spans";
  }

  @Override
  public List<Parameter> parameters() {
    return PARAMETERS;
  }

  @Override
  public Answer answer(Arguments arguments) throws IOException {
    Cursor cursor = arguments.cursor(Filters.CURSOR);
    Page page =
        TraceEndpoint.spans(
            tables,
            arguments.only(List.of(Filters.WORKSPACE, TraceEndpoint.TRACE_ID)),
            Map.of("after_key", cursor.key().toString(), "after_id", cursor.id(0)),
            arguments.number(Filters.LIMIT));
    return Answer.json(page.json("spans", true));
  }
}
