// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.query.http.Problem;
import io.millrace.query.http.QueryGate;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what a session or a user has begun before now. First the bridge is told so: from then on
 * the job tells none of it, of whichever trace. Once the views are past that word, they show every
 * trace that was told before it and is not gone by the word itself: each gets a delete of its own,
 * and so does each that they showed at first.
 */
public final class PartDeletes implements HttpService {
  private static final Logger LOG = LoggerFactory.getLogger(PartDeletes.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(10);
  private static final String WORKSPACE = "x-mlflow-workspace";
  private static final int MAX_ID_CHARS = 512;
  private static final int AT_ONCE = 16;
  private static final String SESSION_ID = "session_id";
  private static final String USER_ID = "user_id";

  /** As openapi.yaml names them. */
  public static final Map<String, Set<HttpMethod>> PATHS =
      Map.of(
          "/api/v1/sessions/{" + SESSION_ID + "}", Set.of(HttpMethod.DELETE),
          "/api/v1/users/{" + USER_ID + "}", Set.of(HttpMethod.DELETE));

  private final QueryReader tables;
  private final QueryGate gate;
  private final int maxTraces;
  private final Counter incomplete;
  private final ReadYourWrites written;
  private final WebClient bridge;

  private PartDeletes(
      QueryReader tables, QueryGate gate, int maxTraces, MeterRegistry metrics, URI bridge) {
    this.tables = tables;
    this.gate = gate;
    this.maxTraces = maxTraces;
    this.incomplete = metrics.counter("millrace.api.deletes.incomplete");
    this.written = new ReadYourWrites(tables, SHOWN_WITHIN, metrics);
    this.bridge = WebClient.builder(bridge).responseTimeout(PATIENCE).build();
  }

  /**
   * Adds the paths.
   *
   * @param maxTraces query-api.max-deleted-traces: in how many traces a request deletes; {@code
   *     millrace_api_deletes_incomplete_total} counts those that left some
   */
  public static void addTo(
      ServerBuilder server,
      QueryReader tables,
      QueryGate gate,
      int maxTraces,
      MeterRegistry metrics,
      URI bridge) {
    PartDeletes deletes = new PartDeletes(tables, gate, maxTraces, metrics, bridge);
    PATHS.forEach(
        (path, methods) ->
            server.service(Route.builder().path(path).methods(methods).build(), deletes));
  }

  /**
   * Whose it is.
   *
   * @param parameter session_id or user_id
   */
  private record Part(String workspace, String parameter, String id) {
    static Part of(ServiceRequestContext context, HttpRequest request) throws Problem {
      Map.Entry<String, String> path = context.pathParams().entrySet().iterator().next();
      if (path.getValue().isBlank() || path.getValue().length() > MAX_ID_CHARS) {
        throw Problem.badParameter(
            path.getKey(), "must be text of 1 to " + MAX_ID_CHARS + " characters");
      }
      return new Part(request.headers().get(WORKSPACE, "default"), path.getKey(), path.getValue());
    }

    private String idIf(String name) {
      return parameter.equals(name) ? id : "";
    }
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    return HttpResponse.of(
        CompletableFuture.supplyAsync(
            () -> answer(context, request), context.blockingTaskExecutor()));
  }

  private HttpResponse answer(ServiceRequestContext context, HttpRequest request) {
    try {
      Part part = Part.of(context, request);
      return delete(part, request);
    } catch (Problem e) {
      return e.response();
    } catch (CompletionException e) {
      LOG.warn("A delete could not be passed on: {}", e.getCause().toString());
      return Problem.unavailable("the bridge (query-api.bridge-url) does not answer", e).response();
    } catch (JsonProcessingException e) {
      LOG.warn("The bridge's answer to a delete is no JSON: {}", e.getOriginalMessage());
      return Problem.unavailable("the bridge (query-api.bridge-url) answers no JSON", e).response();
    } catch (IOException e) {
      LOG.warn("A delete could not be answered: {}", e.getMessage());
      return Problem.unavailable("ClickHouse (clickhouse.url) does not answer", e).response();
    }
  }

  private List<String> traces(Part part) throws Problem, IOException {
    if (!gate.enter()) {
      throw Problem.unavailable(
          "as many queries run as may (query-api.max-concurrent-queries); try again", null);
    }
    try {
      Instant now = Instant.now();
      return tables
          .ask(
              NamedQuery.PART_TRACES,
              Map.of(
                  "workspace",
                  part.workspace,
                  SESSION_ID,
                  part.idIf(SESSION_ID),
                  USER_ID,
                  part.idIf(USER_ID),
                  "before",
                  TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano(),
                  "limit",
                  maxTraces))
          .stream()
          .map(row -> row.get("trace_id").toString())
          .toList();
    } finally {
      gate.leave();
    }
  }

  /** An answer that is not good is passed back: what was deleted before it stays so. */
  private HttpResponse delete(Part part, HttpRequest request) throws Problem, IOException {
    List<String> before = traces(part);
    AggregatedHttpResponse word =
        bridge.execute(request(part, request.path(), request.headers())).aggregate().join();
    if (!word.status().isSuccess()) {
      return word.toHttpResponse();
    }
    Map<String, JsonNode> last = new LinkedHashMap<>();
    note(JSON.readTree(word.contentUtf8()), last);
    boolean shown = written.await(after(last.values()));
    List<String> since = traces(part);
    boolean complete = shown && before.size() < maxTraces && since.size() < maxTraces;
    Set<String> traces = new TreeSet<>(before);
    traces.addAll(since);
    return deleteTraces(part, request.headers(), List.copyOf(traces), complete, last);
  }

  /** As {@link ReadYourWrites} reads them. */
  private static String after(Collection<JsonNode> places) {
    return places.stream()
        .map(
            place ->
                "%s/%d:%d"
                    .formatted(
                        place.path("topic").asText(),
                        place.path("partition").asInt(),
                        place.path("offset").asLong() + 1))
        .collect(Collectors.joining(","));
  }

  private HttpResponse deleteTraces(
      Part part,
      RequestHeaders asked,
      List<String> traces,
      boolean complete,
      Map<String, JsonNode> last)
      throws IOException {
    for (int from = 0; from < traces.size(); from += AT_ONCE) {
      List<CompletableFuture<AggregatedHttpResponse>> answers =
          traces.subList(from, Math.min(traces.size(), from + AT_ONCE)).stream()
              .map(trace -> bridge.execute(request(part, path(part, trace), asked)).aggregate())
              .toList();
      for (CompletableFuture<AggregatedHttpResponse> each : answers) {
        AggregatedHttpResponse answer = each.join();
        if (!answer.status().isSuccess()) {
          return answer.toHttpResponse();
        }
        note(JSON.readTree(answer.contentUtf8()), last);
      }
    }
    if (!complete) {
      incomplete.increment();
    }
    ObjectNode body = JSON.createObjectNode();
    body.put("traces", traces.size());
    body.put("complete", complete);
    body.putArray("log").addAll(last.values());
    return HttpResponse.of(HttpStatus.OK, MediaType.JSON, body.toString());
  }

  private static String path(Part part, String trace) {
    return "/api/v1/traces/"
        + trace
        + "?"
        + QueryParams.of(part.parameter, part.id).toQueryString();
  }

  private static RequestHeaders request(Part part, String path, RequestHeaders asked) {
    RequestHeadersBuilder headers = RequestHeaders.builder(HttpMethod.DELETE, path);
    headers.add(WORKSPACE, part.workspace);
    String authorization = asked.get(HttpHeaderNames.AUTHORIZATION);
    if (authorization != null) {
      headers.add(HttpHeaderNames.AUTHORIZATION, authorization);
    }
    return headers.build();
  }

  /** Of each partition the last place: a view that is past it is past all. */
  private static void note(JsonNode answer, Map<String, JsonNode> last) {
    for (JsonNode place : answer.path("log")) {
      last.merge(
          place.path("topic").asText() + '/' + place.path("partition").asInt(),
          place,
          (a, b) -> b.path("offset").asLong() >= a.path("offset").asLong() ? b : a);
    }
  }
}
