// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.ingest.experiment.Experiment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A search for experiments: what of them, in which order, which page.
 *
 * @param wanted which of them
 * @param order of the answer
 * @param offset how many to leave out, from the page token
 * @param maxResults on a page
 */
record ExperimentSearch(
    Predicate<Experiment> wanted, Comparator<Experiment> order, int offset, int maxResults) {
  private static final int DEFAULT_MAX_RESULTS = 1_000;

  /** MLflow's own limit. */
  private static final int LARGEST_MAX_RESULTS = 50_000;

  private static final Pattern PAGE =
      Pattern.compile("\\{\\s*\"offset\"\\s*:\\s*(\\d{1,9})\\s*\\}");

  private static final Map<String, Predicate<Experiment>> VIEWS =
      Map.of(
          "ACTIVE_ONLY", experiment -> !experiment.deleted(),
          "DELETED_ONLY", Experiment::deleted,
          "ALL", experiment -> true);

  private static final Map<String, Comparator<Experiment>> ORDERS =
      Map.of(
          "name", Comparator.comparing(Experiment::name),
          "experiment_id", Comparator.comparing(Experiment::id),
          "creation_time", Comparator.comparing(Experiment::created),
          "last_update_time", Comparator.comparing(Experiment::updated));

  /** Newest first, as MLflow has it. */
  private static final Comparator<Experiment> LAST =
      Comparator.comparing(Experiment::created).reversed().thenComparing(Experiment::id);

  static ExperimentSearch of(MlflowRequest request) {
    ObjectNode body = request.json();
    List<String> orders = new ArrayList<>(request.query().getAll("order_by"));
    for (JsonNode order : body.path("order_by")) {
      orders.add(order.asText());
    }
    String view = request.parameter("view_type");
    Predicate<Experiment> ofView = VIEWS.get(view.isEmpty() ? "ACTIVE_ONLY" : view);
    if (ofView == null) {
      throw MlflowException.badField("view_type", "must be one of " + VIEWS.keySet());
    }
    return new ExperimentSearch(
        ofView.and(ExperimentFilter.parse(request.parameter("filter"))),
        order(orders),
        offset(request.parameter("page_token")),
        maxResults(request.parameter("max_results")));
  }

  /** The page's experiments. */
  List<Experiment> page(List<Experiment> all) {
    return all.stream().filter(wanted).sorted(order).skip(offset).limit(maxResults).toList();
  }

  /** The token of the next page; '' = there is none. */
  String nextPage(List<Experiment> all) {
    long next = (long) offset + maxResults;
    if (all.stream().filter(wanted).count() <= next) {
      return "";
    }
    String token = "{\"offset\": " + next + "}";
    return Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
  }

  private static Comparator<Experiment> order(List<String> told) {
    Comparator<Experiment> order = LAST;
    for (int i = told.size() - 1; i >= 0; i--) {
      String[] words = told.get(i).strip().split("\\s+", -1);
      Comparator<Experiment> one = ORDERS.get(words[0].replaceFirst("^attributes?\\.", ""));
      String direction = words.length == 1 ? "ASC" : words[1].toUpperCase(Locale.ROOT);
      if (one == null || words.length > 2 || !List.of("ASC", "DESC").contains(direction)) {
        throw MlflowException.badField(
            "order_by",
            "must be one of " + ORDERS.keySet() + " with ASC or DESC, is " + told.get(i));
      }
      order = (direction.equals("DESC") ? one.reversed() : one).thenComparing(order);
    }
    return order;
  }

  private static int offset(String token) {
    if (token.isEmpty()) {
      return 0;
    }
    try {
      String json = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
      Matcher page = PAGE.matcher(json);
      if (page.matches()) {
        return Integer.parseInt(page.group(1));
      }
    } catch (IllegalArgumentException e) {
      throw MlflowException.badField("page_token", "must be one that was answered");
    }
    throw MlflowException.badField("page_token", "must be one that was answered");
  }

  private static int maxResults(String told) {
    if (told.isEmpty()) {
      return DEFAULT_MAX_RESULTS;
    }
    try {
      int maxResults = Integer.parseInt(told);
      if (maxResults >= 1 && maxResults <= LARGEST_MAX_RESULTS) {
        return maxResults;
      }
    } catch (NumberFormatException e) {
      throw MlflowException.badField("max_results", "must be a whole number");
    }
    throw MlflowException.badField("max_results", "must lie between 1 and " + LARGEST_MAX_RESULTS);
  }
}
