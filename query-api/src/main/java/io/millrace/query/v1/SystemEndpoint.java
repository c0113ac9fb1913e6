// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.http.Answer;
import io.millrace.query.http.Endpoint;
import io.millrace.query.parameter.Arguments;
import io.millrace.query.parameter.Parameter;
import io.millrace.query.system.SystemStatus;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code /api/v1/system}: how far the views show the log, the account of what was received in a
 * time, what of it could not be read, and how the processes are.
 */
public final class SystemEndpoint implements Endpoint {
  private static final int MOST_ROWS = 100;
  private static final List<Parameter> PARAMETERS = Filters.scopeAnd(Stream.of());

  private final QueryReader tables;
  private final SystemStatus status;

  public SystemEndpoint(QueryReader tables, SystemStatus status) {
    this.tables = tables;
    this.status = status;
  }

  @Override
  public String path() {
    return "/api/v1/system";
  }

  @Override
  public List<Parameter> parameters() {
    return PARAMETERS;
  }

  @Override
  public Answer answer(Arguments arguments) throws IOException {
    Map<String, Object> bound = new HashMap<>(arguments.all());
    bound.put(Filters.LIMIT, MOST_ROWS);
    ObjectNode answer = Json.object();
    fill(answer.putArray("progress"), tables.ask(NamedQuery.PROGRESS, Map.of()));
    fill(answer.putArray("dead_letters"), tables.ask(NamedQuery.DEAD_LETTER_REASONS, bound));
    bound.put(Filters.INTERVAL, 0);
    fill(answer.putArray("ledger"), tables.ask(NamedQuery.LEDGER, bound));
    status.addTo(answer);
    return Answer.json(answer);
  }

  private static void fill(ArrayNode array, List<Map<String, Object>> rows) {
    rows.stream().map(Json::row).forEach(array::add);
  }
}
