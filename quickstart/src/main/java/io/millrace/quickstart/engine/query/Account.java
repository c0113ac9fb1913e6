// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.query;

/** Who asks. */
public enum Account {
  /** May do everything: the migrations and the job's sink. */
  WRITER,
  /** May only read, within limits: dashboards, analysts, the query API. */
  READER
}
