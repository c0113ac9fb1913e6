// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code /api/v1/sessions/{session_id}}: a session, and its turns over its traces. An id such as
 * {@code ..} or {@code a/../b} stands in no path: {@code /api/v1/session} takes it as a parameter.
 */
public final class SessionEndpoint implements Endpoint {
  private static final String SESSION_ID = "session_id";
  private static final String EXPERIMENT_ID = "experiment_id";
  private static final List<Parameter> PARAMETERS =
      List.of(
          Filters.OF_WORKSPACE,
          Filters.text(EXPERIMENT_ID),
          Filters.limit(200, 1000),
          Filters.cursor());

  private final QueryReader tables;
  private final String path;
  private final List<Parameter> parameters;

  private SessionEndpoint(QueryReader tables, String path, Parameter sessionId) {
    this.tables = tables;
    this.path = path;
    parameters = Stream.concat(Stream.of(sessionId), PARAMETERS.stream()).toList();
  }

  /** The endpoint that has the id in its path, and the one that has it as a parameter. */
  public static Stream<Endpoint> over(QueryReader tables) {
    return Stream.of(
        new SessionEndpoint(
            tables, "/api/v1/sessions/{session_id}", Parameter.path(SESSION_ID, Kind.TEXT)),
        new SessionEndpoint(tables, "/api/v1/session", Filters.text(SESSION_ID)));
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public Answer answer(Arguments arguments) throws Problem, IOException {
    List<Map<String, Object>> sessions =
        tables.ask(
            NamedQuery.SESSION,
            arguments.only(List.of(Filters.WORKSPACE, SESSION_ID, EXPERIMENT_ID)));
    if (sessions.isEmpty()) {
      throw Problem.notFound(
          "no such session in workspace '" + arguments.text(Filters.WORKSPACE) + "'");
    }
    Map<String, Object> session = sessions.get(0);
    Map<String, Object> bound = Filters.bound(arguments, 1);
    bound.put(EXPERIMENT_ID, session.get(EXPERIMENT_ID));
    Page turns =
        Page.of(
            tables.ask(NamedQuery.SESSION_TURNS, bound),
            arguments.number(Filters.LIMIT),
            List.of("trace_id"),
            Set.of());
    ObjectNode answer = Json.object();
    answer.set("session", Json.row(session));
    answer.setAll(turns.json("turns", true));
    return Answer.json(answer);
  }
}
