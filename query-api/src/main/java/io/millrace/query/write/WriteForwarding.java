// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.write;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.query.http.Problem;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes writes on to the bridge as they are, and its answers back. Whether a page may write is
 * decided before, by the name that the API is served under; the bridge is told no origin.
 */
public final class WriteForwarding implements HttpService {
  private static final Logger LOG = LoggerFactory.getLogger(WriteForwarding.class);
  private static final String API = "/api/v1/";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** As openapi.yaml names them. */
  public static final Map<String, Set<HttpMethod>> PATHS =
      Map.of(
          API + "traces/{trace_id}", Set.of(HttpMethod.DELETE),
          API + "traces/{trace_id}/tags", Set.of(HttpMethod.PATCH),
          API + "traces/{trace_id}/reprice", Set.of(HttpMethod.POST),
          API + "traces/{trace_id}/assessments", Set.of(HttpMethod.POST),
          API + "traces/{trace_id}/assessments/{assessment_id}",
              Set.of(HttpMethod.PATCH, HttpMethod.DELETE),
          API + "prices/{price_name}", Set.of(HttpMethod.PUT, HttpMethod.DELETE),
          API + "experiments", Set.of(HttpMethod.POST),
          API + "experiments/{experiment_id}", Set.of(HttpMethod.PATCH));

  /** Whose write it is, and what the bridge needs to read it. */
  private static final List<CharSequence> PASSED_ON =
      List.of(HttpHeaderNames.CONTENT_TYPE, HttpHeaderNames.AUTHORIZATION, "x-mlflow-workspace");

  private final WebClient bridge;

  private WriteForwarding(URI bridge) {
    this.bridge = WebClient.builder(bridge).responseTimeout(PATIENCE).build();
  }

  /** Adds the paths; to be done before those that answer any method. */
  public static void addTo(ServerBuilder server, URI bridge) {
    WriteForwarding forwarding = new WriteForwarding(bridge);
    PATHS.forEach(
        (path, methods) ->
            server.service(Route.builder().path(path).methods(methods).build(), forwarding));
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    RequestHeadersBuilder headers = RequestHeaders.builder(request.method(), request.path());
    for (CharSequence name : PASSED_ON) {
      String value = request.headers().get(name);
      if (value != null) {
        headers.add(name, value);
      }
    }
    return bridge
        .execute(request.withHeaders(headers.build()))
        .recover(
            failure -> {
              LOG.warn("A write could not be passed on: {}", failure.toString());
              return Problem.unavailable(
                      "the bridge (query-api.bridge-url) does not answer", failure)
                  .response();
            });
  }
}
