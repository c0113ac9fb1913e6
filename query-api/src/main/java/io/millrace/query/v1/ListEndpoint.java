// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import io.millrace.query.http.Answer;
import io.millrace.query.http.Endpoint;
import io.millrace.query.parameter.Arguments;
import io.millrace.query.parameter.Parameter;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A list that one named query answers, as JSON or in a format to take away. */
final class ListEndpoint implements Endpoint {
  /**
   * What a list is.
   *
   * @param name in the path and in the answer
   * @param parameters beside the format; all but the cursor are bound under their own names
   * @param ids the columns that tell rows of one sort key apart; none = no cursor
   * @param hidden columns that only serve the sorting
   */
  record Spec(
      String name,
      NamedQuery query,
      List<Parameter> parameters,
      Grouping grouping,
      List<String> ids,
      Set<String> hidden) {
    /** A list without a cursor. */
    Spec(String name, NamedQuery query, List<Parameter> parameters, Grouping grouping) {
      this(name, query, parameters, grouping, List.of(), Set.of());
    }
  }

  private final Spec spec;
  private final List<Parameter> parameters;
  private final QueryReader tables;

  ListEndpoint(Spec spec, QueryReader tables) {
    this.spec = spec;
    this.tables = tables;
    parameters = Stream.concat(spec.parameters().stream(), Stream.of(Export.FORMAT)).toList();
  }

  @Override
  public String path() {
    return "/api/v1/" + spec.name().replace('_', '-');
  }

  @Override
  public List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public Answer answer(Arguments arguments) throws IOException {
    Map<String, Object> bound = Filters.bound(arguments, spec.ids().size());
    Set<String> hidden = new HashSet<>(spec.hidden());
    hidden.addAll(spec.grouping().unasked(arguments));
    Export format = Export.of(arguments.text(Filters.FORMAT));
    if (format.byEngine()) {
      bound.put(Filters.LIMIT, arguments.number(Filters.LIMIT));
      NewestFirst.bindWhole(spec.query(), bound);
      return format.of(spec.name(), tables, spec.query(), bound, List.copyOf(hidden));
    }
    Page page =
        Page.of(
            NewestFirst.ask(tables, spec.query(), arguments, bound),
            arguments.number(Filters.LIMIT),
            spec.ids(),
            hidden);
    List<Map<String, Object>> rows = new ArrayList<>(page.rows());
    rows.replaceAll(Grouping::named);
    return format == Export.JSON
        ? Answer.json(
            new Page(rows, page.nextCursor(), page.truncated())
                .json(spec.name(), !spec.ids().isEmpty()))
        : format.of(spec.name(), rows);
  }
}
