// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.mlflow;

import io.millrace.sql.query.ComposedQuery;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A search for traces. Rows have {@code trace_id} and {@code sort_key}, a list of texts: the place
 * after which the next page begins. {@link #byIds} has all of a trace info.
 *
 * @param experimentIds none = all
 * @param comparisons all must hold
 * @param order first, second, ...; ends with one that tells any two traces apart
 * @param after {@code sort_key} of the last row of the page before; empty = the beginning
 * @param limit how many rows, from 1
 */
public record TraceSearch(
    String workspace,
    List<String> experimentIds,
    List<Comparison> comparisons,
    List<Order> order,
    List<String> after,
    int limit) {
  /** Has {@code @told} where it says of which traces it reads what clients told. */
  private static final String TRACE_INFO = load("trace_info.sql");

  /** Has {@code @alone} where it says of which traces it reads that. */
  private static final String TOLD_ALONE = load("told_alone.sql");

  /** Of which traces a trace info was told, and no span. */
  private static final String ALONE =
      """
      SELECT trace_id FROM trace_info_rows
      WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String}
          AND field = 'state' AND %1$s AND trace_id NOT IN (
              SELECT trace_id FROM trace_rows
              WHERE gen = (SELECT gen FROM current_generation) AND workspace = {workspace:String}
                  AND %1$s)""";

  private static final String ALL = "1";

  /** Of no trace what its client told: nothing is joined. */
  private static final String NONE = "0";

  private static final String OF_IDS = "trace_id IN {trace_ids:Array(String)}";

  /**
   * What traces are sorted by.
   *
   * @param operand one of a trace that is text or a number, or a key of a map
   * @param key likewise
   */
  public record Order(Operand operand, String key, boolean ascending) {
    public Order {
      if (operand.ofSpan()) {
        throw new IllegalArgumentException("traces have no order by " + operand);
      }
    }
  }

  public TraceSearch {
    experimentIds = List.copyOf(experimentIds);
    comparisons = List.copyOf(comparisons);
    order = List.copyOf(order);
    after = List.copyOf(after);
    if (!after.isEmpty() && after.size() != order.size()) {
      throw new IllegalArgumentException("a place of another order");
    }
  }

  /**
   * One or some traces by id, noise too, and those of which only the client has told, in no order:
   * the columns of {@code trace_info.sql}.
   *
   * @param traceIds 32 hex digits each
   */
  public static ComposedQuery byIds(String workspace, List<String> traceIds) {
    Binding binding = new Binding();
    binding.put("workspace", workspace);
    binding.put("trace_ids", traceIds);
    return new ComposedQuery(
        TRACE_INFO.replace("@told", OF_IDS) + " AND t." + OF_IDS + toldAlone(OF_IDS),
        binding.parameters());
  }

  public ComposedQuery query() {
    Binding binding = new Binding();
    binding.put("workspace", workspace);
    List<String> keys = order.stream().map(each -> sql(each, binding)).toList();
    String text =
        """
        SELECT trace_id, [%s] AS sort_key FROM (
        %s
        ) WHERE %s AND %s
        ORDER BY %s LIMIT {limit:UInt32}"""
            .formatted(
                keys.stream().map("toString(%s)"::formatted).collect(Collectors.joining(", ")),
                traceInfo(comparisons, order),
                matching(experimentIds, comparisons, binding),
                after.isEmpty() ? "1" : beyond(keys, 0, binding),
                directions(keys));
    binding.put("limit", limit);
    return new ComposedQuery(text, binding.parameters());
  }

  /**
   * Trace infos to look through, those too of which only the client has told. What clients told is
   * read only where somebody asks for it: it is joined for a whole workspace.
   */
  static String traceInfo(List<Comparison> comparisons, List<Order> order) {
    boolean told =
        Stream.concat(
                comparisons.stream().map(Comparison::operand), order.stream().map(Order::operand))
            .anyMatch(Operand::isTold);
    return TRACE_INFO.replace("@told", told ? ALL : NONE) + toldAlone(ALL);
  }

  private static String toldAlone(String ofWhich) {
    return "\nUNION ALL\n" + TOLD_ALONE.replace("@alone", ALONE.formatted(ofWhich));
  }

  /** The condition that a row of {@code trace_info.sql} is of these experiments and fits. */
  static String matching(
      List<String> experimentIds, List<Comparison> comparisons, Binding binding) {
    String own =
        "NOT noise"
            + (experimentIds.isEmpty()
                ? ""
                : " AND experiment_id IN (%s)".formatted(binding.bindAll(experimentIds)));
    String scope = "SELECT trace_id FROM traces WHERE workspace = {workspace:String} AND " + own;
    return own + " AND " + new Conditions(binding).ofTrace(comparisons, scope);
  }

  private static String sql(Order order, Binding binding) {
    String sql = order.operand().sql();
    return order.operand().place() == Operand.Place.TRACE_MAP
        ? "%s[%s]".formatted(sql, binding.bind(order.key()))
        : sql;
  }

  private String directions(List<String> keys) {
    List<String> directions = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      directions.add(keys.get(i) + (order.get(i).ascending() ? " ASC" : " DESC"));
    }
    return String.join(", ", directions);
  }

  /** Beyond the place by the first key that differs from it. */
  private String beyond(List<String> keys, int from, Binding binding) {
    Order by = order.get(from);
    boolean number = by.operand().place() == Operand.Place.TRACE_NUMBER;
    Object place = number ? (Object) Long.valueOf(after.get(from)) : after.get(from);
    String here = binding.bind(place);
    String further = keys.get(from) + (by.ascending() ? " > " : " < ") + here;
    return from + 1 == keys.size()
        ? further
        : "(%s OR (%s = %s AND %s))"
            .formatted(further, keys.get(from), here, beyond(keys, from + 1, binding));
  }

  private static String load(String file) {
    try (InputStream resource = TraceSearch.class.getResourceAsStream(file)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
