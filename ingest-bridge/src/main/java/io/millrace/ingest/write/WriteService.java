// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.write;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.ingest.otlp.Tenant;
import io.millrace.ingest.receive.Admission;
import io.millrace.ingest.receive.BodyCollector;
import io.millrace.ingest.receive.FailureStatus;
import io.millrace.ingest.receive.RefusalKind;
import io.millrace.ingest.receive.RefusedException;
import io.millrace.ingest.receive.TenantHeaders;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Serves one method of one path: body and limits in, records out, an answer when they are stored.
 */
final class WriteService implements HttpService {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final String name;
  private final WriteOperation operation;
  private final WriteApi api;

  WriteService(String name, WriteOperation operation, WriteApi api) {
    this.name = name;
    this.operation = operation;
    this.api = api;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    long startNanos = System.nanoTime();
    return HttpResponse.of(
        write(context, request)
            .handle(
                (reply, failure) -> {
                  RefusedException refusal =
                      failure == null ? null : FailureStatus.refusal(failure);
                  api.count(name, refusal, Duration.ofNanos(System.nanoTime() - startNanos));
                  return refusal == null ? reply : WriteProblem.of(refusal).toHttpResponse();
                }));
  }

  private CompletableFuture<HttpResponse> write(
      ServiceRequestContext context, HttpRequest request) {
    try {
      refusePages(request);
      Tenant tenant = TenantHeaders.read(request.headers());
      Instant received = api.clock().instant();
      Admission.Reservation reservation = api.admission().open(tenant.workspace());
      return BodyCollector.collect(context, request, api.maxBodyBytes(), reservation)
          .thenApplyAsync(
              bytes ->
                  operation.apply(
                      new WriteRequest(
                          new Origin(tenant.workspace(), received),
                          context.pathParams(),
                          query(context.queryParams()),
                          body(request.contentType(), bytes))),
              context.blockingTaskExecutor())
          .thenCompose(api::publish)
          .thenApply(WriteService::answer)
          .whenComplete((reply, failure) -> reservation.close());
    } catch (RefusedException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * A browser names the page's origin in every request that writes. Pages write by the query API,
   * which knows under which names it is served.
   */
  private static void refusePages(HttpRequest request) {
    if (request.headers().contains(HttpHeaderNames.ORIGIN)) {
      throw new RefusedException(
          RefusalKind.FORBIDDEN, "no page may write here: pages write by the query API");
    }
  }

  private static Map<String, String> query(QueryParams parameters) {
    Map<String, String> first = new TreeMap<>();
    parameters.forEach(first::putIfAbsent);
    return first;
  }

  private static ObjectNode body(MediaType contentType, byte[] bytes) {
    if (bytes.length == 0) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (contentType == null || !contentType.belongsTo(MediaType.JSON)) {
      throw new RefusedException(RefusalKind.UNSUPPORTED, "content-type must be application/json");
    }
    try {
      JsonNode body = JSON.readTree(bytes);
      if (body instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new RefusedException(
          RefusalKind.INVALID, "the body is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
    throw new BadFieldException("body", "must be a JSON object");
  }

  private static HttpResponse answer(WriteApi.Stored stored) {
    ObjectNode reply = stored.written().reply();
    reply.set("log", stored.places());
    HttpStatus status = stored.written().created() ? HttpStatus.CREATED : HttpStatus.OK;
    return HttpResponse.of(status, MediaType.JSON_UTF_8, HttpData.ofUtf8(reply.toString()));
  }
}
