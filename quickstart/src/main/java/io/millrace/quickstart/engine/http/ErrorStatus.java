// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/**
 * The HTTP status of an error code, as ClickHouse's own interface maps them
 * (src/Server/HTTPHandler.cpp, exceptionCodeToHTTPStatus). What is not in the table is 500.
 */
public final class ErrorStatus {

  public static final int BAD_ARGUMENTS = 36;
  public static final int SYNTAX_ERROR = 62;
  public static final int CANNOT_READ_ALL_DATA = 33;
  public static final int INCORRECT_DATA = 117;
  public static final int READONLY = 164;
  public static final int REQUIRED_PASSWORD = 194;
  public static final int TOO_MANY_SIMULTANEOUS_QUERIES = 202;
  public static final int UNKNOWN_COMPRESSION_METHOD = 89;
  public static final int QUERY_IS_TOO_LARGE = 223;
  public static final int SESSION_NOT_FOUND = 372;
  public static final int SESSION_IS_LOCKED = 373;
  public static final int ACCESS_DENIED = 497;
  public static final int AUTHENTICATION_FAILED = 516;

  private static final Map<Integer, HttpResponseStatus> BY_CODE =
      Map.ofEntries(
          // 400: the text or the data cannot be read
          Map.entry(6, HttpResponseStatus.BAD_REQUEST), // CANNOT_PARSE_TEXT
          Map.entry(26, HttpResponseStatus.BAD_REQUEST), // CANNOT_PARSE_QUOTED_STRING
          Map.entry(27, HttpResponseStatus.BAD_REQUEST), // CANNOT_PARSE_INPUT_ASSERTION_FAILED
          Map.entry(BAD_ARGUMENTS, HttpResponseStatus.BAD_REQUEST),
          Map.entry(38, HttpResponseStatus.BAD_REQUEST), // CANNOT_PARSE_DATE
          Map.entry(41, HttpResponseStatus.BAD_REQUEST), // CANNOT_PARSE_DATETIME
          Map.entry(43, HttpResponseStatus.BAD_REQUEST), // ILLEGAL_TYPE_OF_ARGUMENT
          Map.entry(53, HttpResponseStatus.BAD_REQUEST), // TYPE_MISMATCH
          Map.entry(SYNTAX_ERROR, HttpResponseStatus.BAD_REQUEST),
          Map.entry(72, HttpResponseStatus.BAD_REQUEST), // CANNOT_PARSE_NUMBER
          Map.entry(INCORRECT_DATA, HttpResponseStatus.BAD_REQUEST),
          Map.entry(457, HttpResponseStatus.BAD_REQUEST), // BAD_QUERY_PARAMETER
          // 404: a name that is not there
          Map.entry(46, HttpResponseStatus.NOT_FOUND), // UNKNOWN_FUNCTION
          Map.entry(47, HttpResponseStatus.NOT_FOUND), // UNKNOWN_IDENTIFIER
          Map.entry(50, HttpResponseStatus.NOT_FOUND), // UNKNOWN_TYPE
          Map.entry(60, HttpResponseStatus.NOT_FOUND), // UNKNOWN_TABLE
          Map.entry(73, HttpResponseStatus.NOT_FOUND), // UNKNOWN_FORMAT
          Map.entry(81, HttpResponseStatus.NOT_FOUND), // UNKNOWN_DATABASE
          Map.entry(115, HttpResponseStatus.NOT_FOUND), // UNKNOWN_SETTING
          Map.entry(SESSION_NOT_FOUND, HttpResponseStatus.NOT_FOUND),
          // who asks
          Map.entry(REQUIRED_PASSWORD, HttpResponseStatus.UNAUTHORIZED),
          Map.entry(ACCESS_DENIED, HttpResponseStatus.FORBIDDEN),
          Map.entry(AUTHENTICATION_FAILED, HttpResponseStatus.FORBIDDEN),
          // the rest
          Map.entry(48, HttpResponseStatus.NOT_IMPLEMENTED), // NOT_IMPLEMENTED
          Map.entry(159, HttpResponseStatus.REQUEST_TIMEOUT), // TIMEOUT_EXCEEDED
          Map.entry(TOO_MANY_SIMULTANEOUS_QUERIES, HttpResponseStatus.SERVICE_UNAVAILABLE),
          Map.entry(QUERY_IS_TOO_LARGE, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE));

  private ErrorStatus() {}

  /** The status of an error code. */
  public static HttpResponseStatus of(int code) {
    return BY_CODE.getOrDefault(code, HttpResponseStatus.INTERNAL_SERVER_ERROR);
  }
}
