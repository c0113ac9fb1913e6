// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.chdb;

/** What one statement read from storage, wrote (materialized views included) and answered. */
public record QueryStatistics(
    long readRows, long readBytes, long writtenRows, long writtenBytes, long resultRows) {}
