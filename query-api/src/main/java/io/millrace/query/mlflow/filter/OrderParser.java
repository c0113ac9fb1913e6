// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.filter;

import io.millrace.sql.mlflow.Operand;
import io.millrace.sql.mlflow.TraceSearch.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the {@code order_by} of MLflow's {@code traces/search}: names, each with ASC or DESC. */
public final class OrderParser {
  private static final Order LATEST_FIRST = new Order(Operand.TIMESTAMP_MS, "", false);
  private static final Order BY_ID = new Order(Operand.TRACE_ID, "", true);

  private OrderParser() {}

  /**
   * The whole order: what is asked for, then the latest first, then by id, so that it is total.
   *
   * @throws FilterException naming what is wrong
   */
  public static List<Order> parse(List<String> orderBy) throws FilterException {
    List<Order> orders = new ArrayList<>();
    for (String each : orderBy) {
      Order order = one(each);
      if (has(orders, order)) {
        throw new FilterException("`order_by` contains duplicate fields: '%s'".formatted(each));
      }
      orders.add(order);
    }
    for (Order last : List.of(LATEST_FIRST, BY_ID)) {
      if (!has(orders, last)) {
        orders.add(last);
      }
    }
    return orders;
  }

  private static Order one(String text) throws FilterException {
    List<Token> tokens = Lexer.tokens(text);
    Token direction = tokens.size() == 3 ? tokens.get(1) : null;
    boolean told =
        direction != null
            && Set.of("ASC", "DESC").contains(direction.text().toUpperCase(Locale.ROOT));
    if (tokens.get(0).type() != Token.Type.IDENTIFIER || (tokens.size() != 2 && !told)) {
      throw new FilterException(
          "Invalid order_by clause '%s': expected a name, then ASC or DESC".formatted(text));
    }
    Subject subject = Subject.ofOrder(Name.of(tokens.get(0).text()));
    return new Order(
        subject.operand(), subject.key(), direction == null || direction.isWord("ASC"));
  }

  private static boolean has(List<Order> orders, Order wanted) {
    return orders.stream()
        .anyMatch(order -> order.operand() == wanted.operand() && order.key().equals(wanted.key()));
  }
}
