// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Answers only under the names that the API is known by. A page of another site that a user has
 * open can make its name point here (DNS rebinding), but not change what Host and Origin say.
 */
public final class SameSite extends SimpleDecoratingHttpService {
  private final Set<String> hosts;

  /**
   * Decorates a service.
   *
   * @param hosts lower case, without port; IPv6 addresses in brackets
   */
  public SameSite(HttpService delegate, Set<String> hosts) {
    super(delegate);
    this.hosts = Set.copyOf(hosts);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    String authority = request.headers().get(HttpHeaderNames.HOST, request.authority());
    String host = hostOf("//" + authority);
    if (!hosts.contains(host)) {
      return Problem.forbidden("not served under this name; query-api.allowed-hosts adds one")
          .response();
    }
    String origin = request.headers().get(HttpHeaderNames.ORIGIN);
    if (origin != null && !hosts.contains(hostOf(origin))) {
      return Problem.forbidden("not served to pages of another site").response();
    }
    return unwrap().serve(context, request);
  }

  private static String hostOf(String url) {
    try {
      String host = URI.create(url).getHost();
      return host == null ? "" : host.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException notOne) {
      return "";
    }
  }
}
