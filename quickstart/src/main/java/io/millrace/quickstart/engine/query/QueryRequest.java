// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.quickstart.engine.block.ContentCoding;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The head of a request in the words of ClickHouse's HTTP interface
 * (clickhouse.com/docs/interfaces/http).
 *
 * @param options what is for the interface: {@code query}, {@code database}, {@code session_id}...
 * @param settings what is for the engine, in the order of the URL
 * @param parameters values of {@code {name:Type}}, without {@code param_}
 */
record QueryRequest(
    String path,
    boolean get,
    HttpHeaders headers,
    Map<String, String> options,
    Map<String, String> settings,
    Map<String, String> parameters,
    String queryId) {

  private static final int MAX_URL_PARAMETERS = 100_000;
  private static final String PARAMETER_PREFIX = "param_";

  /** Not settings of the engine, but of the interface in front of it. */
  private static final Set<String> OPTIONS =
      Set.of(
          "add_http_cors_header",
          "buffer_size",
          "client_protocol_version",
          "close_session",
          "compress",
          "database",
          "decompress",
          "default_format",
          "enable_http_compression",
          "password",
          "query",
          "query_id",
          "quota_key",
          "role",
          "send_progress_in_http_headers",
          "session_check",
          "session_id",
          "session_timeout",
          "stacktrace",
          "user",
          "wait_end_of_query");

  static QueryRequest of(HttpRequest head) {
    QueryStringDecoder url =
        new QueryStringDecoder(head.uri(), UTF_8, true, MAX_URL_PARAMETERS, true);
    Map<String, String> options = new LinkedHashMap<>();
    Map<String, String> settings = new LinkedHashMap<>();
    Map<String, String> parameters = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> entry : url.parameters().entrySet()) {
      String name = entry.getKey();
      String value = entry.getValue().get(entry.getValue().size() - 1);
      if (name.startsWith(PARAMETER_PREFIX)) {
        parameters.put(name.substring(PARAMETER_PREFIX.length()), value);
      } else if (OPTIONS.contains(name)) {
        options.put(name, value);
      } else {
        settings.put(name, value);
      }
    }
    HttpHeaders headers = head.headers();
    String queryId = options.getOrDefault("query_id", headers.get("X-ClickHouse-Query-Id", ""));
    return new QueryRequest(
        url.path(),
        head.method().equals(HttpMethod.GET),
        headers,
        options,
        settings,
        parameters,
        isHeaderValue(queryId) ? queryId : UUID.randomUUID().toString());
  }

  /** The answer repeats it in a header. */
  private static boolean isHeaderValue(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  /** User and password, from the headers of ClickHouse, from Basic, or from the URL. */
  Optional<Login> login() {
    if (headers.contains("X-ClickHouse-User")) {
      return Optional.of(
          new Login(headers.get("X-ClickHouse-User"), headers.get("X-ClickHouse-Key", "")));
    }
    String authorization = headers.get(HttpHeaderNames.AUTHORIZATION, "");
    if (authorization.regionMatches(true, 0, "Basic ", 0, "Basic ".length())) {
      return basic(authorization.substring("Basic ".length()).strip());
    }
    return Optional.ofNullable(options.get("user"))
        .map(user -> new Login(user, options.getOrDefault("password", "")));
  }

  /** A user and the password that came with it. */
  record Login(String user, String password) {}

  private static Optional<Login> basic(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(new Login(pair.substring(0, colon), pair.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      // Not Base64: the same as no credentials, which the caller refuses.
      return Optional.empty();
    }
  }

  String query() {
    return options.getOrDefault("query", "");
  }

  Optional<String> database() {
    return Optional.ofNullable(
            options.getOrDefault("database", headers.get("X-ClickHouse-Database")))
        .filter(name -> !name.isEmpty());
  }

  /** The format of a result whose statement names none, and of data likewise. */
  String defaultFormat() {
    return options.getOrDefault(
        "default_format", headers.get("X-ClickHouse-Format", "TabSeparated"));
  }

  /** Whether an option is switched on. */
  boolean isOn(String option) {
    return options.getOrDefault(option, "0").equals("1");
  }

  /** What the answer is packed with, where the client asks for it. */
  Optional<ContentCoding> answerCoding() {
    return isOn("enable_http_compression")
        ? ContentCoding.accepted(headers.get(HttpHeaderNames.ACCEPT_ENCODING, ""))
        : Optional.empty();
  }
}
