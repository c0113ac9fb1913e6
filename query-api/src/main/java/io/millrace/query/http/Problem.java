// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Why a request is not answered, as RFC 9457 problem details; those of a parameter name it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public final class Problem extends Exception {
  private static final long serialVersionUID = 1L;
  private static final MediaType PROBLEM_JSON = MediaType.parse("application/problem+json");
  private static final int RETRY_AFTER_SECONDS = 1;

  private final int status;
  private final String parameter;

  private Problem(HttpStatus status, String parameter, String detail, Throwable cause) {
    super(detail, cause);
    this.status = status.code();
    this.parameter = parameter;
  }

  /** 400: a parameter is not what it must be. */
  public static Problem badParameter(String parameter, String detail) {
    return new Problem(HttpStatus.BAD_REQUEST, parameter, detail, null);
  }

  /** 404: there is no such thing. */
  public static Problem notFound(String detail) {
    return new Problem(HttpStatus.NOT_FOUND, "", detail, null);
  }

  /** 413: the body is larger than it may be. */
  public static Problem tooLarge(String detail) {
    return new Problem(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "", detail, null);
  }

  /** 415: the body is not of the type that is taken. */
  public static Problem unsupportedBody(String detail) {
    return new Problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "", detail, null);
  }

  /** 403: the request does not come from where it may. */
  static Problem forbidden(String detail) {
    return new Problem(HttpStatus.FORBIDDEN, "", detail, null);
  }

  /** 405: the path takes other methods only, which the answer names. */
  public static HttpResponse methodNotAllowed(Set<HttpMethod> allowed) {
    String names =
        allowed.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
    return new Problem(HttpStatus.METHOD_NOT_ALLOWED, "", "this path takes " + names, null)
        .response("allow", names);
  }

  /** 503: not now; a later attempt may be answered. */
  public static Problem unavailable(String detail, Throwable cause) {
    return new Problem(HttpStatus.SERVICE_UNAVAILABLE, "", detail, cause);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** As an answer. */
  public HttpResponse response() {
    return status == HttpStatus.SERVICE_UNAVAILABLE.code()
        ? response("retry-after", Integer.toString(RETRY_AFTER_SECONDS))
        : response("", "");
  }

  /** With a header more, '' = none. */
  private HttpResponse response(String header, String value) {
    HttpStatus code = HttpStatus.valueOf(status);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("type", "about:blank");
    body.put("title", code.reasonPhrase());
    body.put("status", status);
    body.put("detail", getMessage());
    if (!parameter.isEmpty()) {
      body.put("parameter", parameter);
    }
    ResponseHeadersBuilder headers = ResponseHeaders.builder(code).contentType(PROBLEM_JSON);
    if (!header.isEmpty()) {
      headers.add(header, value);
    }
    return HttpResponse.of(headers.build(), HttpData.ofUtf8(body.toString()));
  }
}
