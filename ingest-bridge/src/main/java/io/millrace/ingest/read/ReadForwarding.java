// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.ingest.config.ReadsConfig;
import io.millrace.ingest.receive.RefusalKind;
import io.millrace.ingest.receive.RefusedException;
import io.millrace.ingest.receive.TenantHeaders;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes reads of MLflow's clients on to the query API as they are, and its answers back while they
 * come in; asks it what a write must know. So many at once and no more: reads take nothing from
 * those who send spans.
 */
public final class ReadForwarding implements HttpService, Questions {
  private static final Logger LOG = LoggerFactory.getLogger(ReadForwarding.class);

  /** Tells the query API up to where its views must show the log. */
  private static final String READ_AFTER = "x-millrace-read-after";

  private static final String TRACES = "/3.0/mlflow/traces/";

  /** Below {@code /api} and {@code /ajax-api}. */
  static final Map<String, HttpMethod> PATHS =
      Map.of(
          TRACES + "get",
          HttpMethod.GET,
          TRACES + "batchGet",
          HttpMethod.GET,
          TRACES + "batchGetInfos",
          HttpMethod.POST,
          TRACES + "search",
          HttpMethod.POST,
          TRACES + "metrics",
          HttpMethod.POST,
          TRACES + "{trace_id}",
          HttpMethod.GET,
          TRACES + "{trace_id}/assessments/{assessment_id}",
          HttpMethod.GET,
          "/2.0/mlflow-artifacts/artifacts/{experiment_id}/traces/{trace_id}/artifacts/traces.json",
          HttpMethod.GET);

  private static final String TOO_MANY =
      "as many reads are passed on as may (bridge.reads.max-concurrent); try again";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final List<CharSequence> PASSED_ON =
      List.of(HttpHeaderNames.CONTENT_TYPE, HttpHeaderNames.AUTHORIZATION, TenantHeaders.WORKSPACE);

  private final ReadsConfig config;
  private final WebClient queryApi;
  private final Acknowledged acknowledged;
  private final Semaphore free;
  private final MeterRegistry metrics;

  /**
   * Reads for a bridge.
   *
   * @param patience how long an answer may take, its way back included
   */
  public ReadForwarding(
      ReadsConfig config, Duration patience, Acknowledged acknowledged, MeterRegistry metrics) {
    this.config = config;
    this.acknowledged = acknowledged;
    this.metrics = metrics;
    free = new Semaphore(config.maxConcurrent());
    queryApi =
        WebClient.builder(config.queryApi())
            .responseTimeout(patience)
            .maxResponseLength(0) // it is passed on while it comes in, at the caller's pace
            .build();
  }

  /** Adds the paths to a server. */
  public void addTo(ServerBuilder server) {
    for (String root : List.of("/api", "/ajax-api")) {
      PATHS.forEach(
          (path, method) ->
              server.service(Route.builder().path(root + path).methods(method).build(), this));
    }
  }

  @Override
  public CompletableFuture<Optional<JsonNode>> ask(
      RequestHeaders sender, HttpMethod method, String path, String body) {
    if (!free.tryAcquire()) {
      count("too_many", Duration.ZERO);
      return CompletableFuture.failedFuture(unavailable(TOO_MANY));
    }
    RequestHeaders headers =
        headers(sender, method, path).toBuilder().contentType(MediaType.JSON_UTF_8).build();
    return passedOn(HttpRequest.of(headers, HttpData.ofUtf8(body)))
        .aggregate()
        .thenApply(ReadForwarding::answer);
  }

  private static Optional<JsonNode> answer(AggregatedHttpResponse response) {
    if (response.status().equals(HttpStatus.NOT_FOUND)) {
      return Optional.empty();
    }
    try {
      JsonNode answer = JSON.readTree(response.content().array());
      if (response.status().isSuccess()) {
        return Optional.of(answer);
      }
      throw unavailable("the query API answers: " + answer.path("message").asText());
    } catch (IOException e) {
      throw new RefusedException(
          RefusalKind.UNAVAILABLE, "the query API (bridge.reads.query-api-url) answers no JSON", e);
    }
  }

  private static RefusedException unavailable(String message) {
    return new RefusedException(RefusalKind.UNAVAILABLE, message);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    RequestHeaders headers;
    try {
      headers = headers(request.headers(), request.method(), request.path());
    } catch (RefusedException e) {
      return problem(HttpStatus.BAD_REQUEST, "INVALID_PARAMETER_VALUE", e.getMessage());
    }
    if (!free.tryAcquire()) {
      count("too_many", Duration.ZERO);
      return problem(HttpStatus.SERVICE_UNAVAILABLE, "TEMPORARILY_UNAVAILABLE", TOO_MANY);
    }
    return passedOn(request.withHeaders(headers));
  }

  private HttpResponse passedOn(HttpRequest request) {
    long startNanos = System.nanoTime();
    HttpResponse answer = queryApi.execute(request);
    CompletableFuture<Void> unused =
        answer
            .whenComplete()
            .whenComplete(
                (nothing, failure) -> {
                  free.release();
                  count(
                      failure == null ? "answered" : "failed",
                      Duration.ofNanos(System.nanoTime() - startNanos));
                });
    return answer.recover(
        failure -> {
          LOG.warn(
              "A read could not be passed on to {}: {}", config.queryApi(), failure.toString());
          return problem(
              HttpStatus.SERVICE_UNAVAILABLE,
              "TEMPORARILY_UNAVAILABLE",
              "the query API (bridge.reads.query-api-url) does not answer");
        });
  }

  private RequestHeaders headers(RequestHeaders sender, HttpMethod method, String path) {
    RequestHeadersBuilder headers = RequestHeaders.builder(method, path);
    for (CharSequence name : PASSED_ON) {
      String value = sender.get(name);
      if (value != null) {
        headers.add(name, value);
      }
    }
    String places = acknowledged.places(TenantHeaders.read(sender).workspace());
    return places.isEmpty() ? headers.build() : headers.add(READ_AFTER, places).build();
  }

  private void count(String outcome, Duration took) {
    metrics.timer("millrace.bridge.reads", "outcome", outcome).record(took);
  }

  private static HttpResponse problem(HttpStatus status, String code, String message) {
    return HttpResponse.of(
        status,
        MediaType.JSON_UTF_8,
        JsonNodeFactory.instance
            .objectNode()
            .put("error_code", code)
            .put("message", message)
            .toString());
  }
}
