// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.query.ComposedQuery;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import io.millrace.sql.query.Question;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tables that answer every query with what a test wants, and remember what they were asked. */
public final class FakeTables implements QueryReader {
  /** What they answer. */
  public interface Rows {
    List<Map<String, Object>> rows() throws IOException;
  }

  private volatile Rows rows = List::of;
  private final Map<NamedQuery, Rows> byQuery = new ConcurrentHashMap<>();
  private volatile Map<String, Object> asked = Map.of();
  private volatile List<String> without = List.of();

  private volatile String compact = "{\"meta\":[],\"data\":[]}";
  private volatile Question question;

  /** What they answer to questions from now on, in the format JSONCompact. */
  public void answerQuestions(String newCompact) {
    compact = newCompact;
  }

  /** The last question of a person's own. */
  public Question question() {
    return question;
  }

  /** From now on. */
  public void answer(Rows newRows) {
    rows = newRows;
  }

  /** To one query from now on, whatever the others are answered. */
  public void answer(NamedQuery query, Rows newRows) {
    byQuery.put(query, newRows);
  }

  /** The parameters of the last query that has no answer of its own. */
  public Map<String, Object> asked() {
    return asked;
  }

  /** The columns that the last copy left out. */
  List<String> without() {
    return without;
  }

  @Override
  public List<Map<String, Object>> ask(NamedQuery query, Map<String, Object> parameters)
      throws IOException {
    assertThat(parameters.keySet()).isEqualTo(query.parameters());
    if (byQuery.containsKey(query)) {
      return byQuery.get(query).rows();
    }
    asked = parameters;
    return rows.rows();
  }

  @Override
  public List<Map<String, Object>> ask(ComposedQuery query) throws IOException {
    asked = query.parameters();
    return rows.rows();
  }

  @Override
  public void copy(
      NamedQuery query,
      Map<String, Object> parameters,
      List<String> newWithout,
      String format,
      OutputStream out)
      throws IOException {
    ask(query, parameters);
    without = newWithout;
    out.write(format.getBytes(UTF_8));
  }

  @Override
  public void copy(Question newQuestion, String format, OutputStream out) throws IOException {
    question = newQuestion;
    rows.rows();
    out.write(compact.getBytes(UTF_8));
  }
}
