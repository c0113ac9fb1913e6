// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.MediaType;
import io.millrace.query.http.Answer;
import io.millrace.query.http.Endpoint;
import io.millrace.query.http.Problem;
import io.millrace.query.parameter.Arguments;
import io.millrace.query.parameter.Kind;
import io.millrace.query.parameter.Parameter;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * {@code /api/v1/traces/{trace_id}/otlp}: the spans of a trace as they were received, as OTLP JSON:
 * what an OTLP/HTTP receiver takes.
 */
public final class OtlpEndpoint implements Endpoint {
  private static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.path(TraceEndpoint.TRACE_ID, Kind.TRACE_ID),
          Filters.OF_WORKSPACE,
          Filters.limit(10_000, 10_000));

  private final QueryReader tables;

  public OtlpEndpoint(QueryReader tables) {
    this.tables = tables;
  }

  @Override
  public String path() {
    return "/api/v1/traces/{trace_id}/otlp";
  }

  @Override
  public List<Parameter> parameters() {
    return PARAMETERS;
  }

  @Override
  public Answer answer(Arguments arguments) throws Problem, IOException {
    List<Map<String, Object>> rows = tables.ask(NamedQuery.TRACE_RAW, arguments.all());
    if (rows.isEmpty()) {
      throw TraceEndpoint.none(arguments);
    }
    return new Answer(
        MediaType.JSON_UTF_8,
        HttpData.ofUtf8(OtlpJson.of(rows)),
        arguments.text(TraceEndpoint.TRACE_ID) + ".otlp.json");
  }
}
