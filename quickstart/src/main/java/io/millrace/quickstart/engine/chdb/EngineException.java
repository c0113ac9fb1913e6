// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.chdb;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What ClickHouse answered instead of a result: its message and its error code. */
public final class EngineException extends Exception {

  /** {@code UNKNOWN_EXCEPTION} of ClickHouse's ErrorCodes.cpp: the message names no code. */
  public static final int UNKNOWN_EXCEPTION = 1002;

  private static final long serialVersionUID = 1L;
  private static final Pattern CODE = Pattern.compile("\\bCode: (\\d{1,5})\\.");

  private final int code;

  /** An error as the engine words it: {@code Code: 60. DB::Exception: ... (UNKNOWN_TABLE)}. */
  public EngineException(String message) {
    super(message);
    Matcher matcher = CODE.matcher(message);
    this.code = matcher.find() ? Integer.parseInt(matcher.group(1)) : UNKNOWN_EXCEPTION;
  }

  private EngineException(int code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * An error of the HTTP layer, worded as the engine words its own.
   *
   * @param code a number of ClickHouse's ErrorCodes.cpp
   * @param name its name there
   */
  public static EngineException of(int code, String name, String text) {
    return new EngineException(
        code, "Code: " + code + ". DB::Exception: " + text + " (" + name + ")");
  }

  /** The number in ClickHouse's ErrorCodes.cpp. */
  public int code() {
    return code;
  }
}
