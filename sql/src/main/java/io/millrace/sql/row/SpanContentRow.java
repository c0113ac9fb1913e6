// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

import java.util.Map;

/**
 * The wide part of one span: a row of {@code span_content_rows}, key (gen, workspace, traceId,
 * spanId). Written ahead of the barrier, outside the checkpoint.
 *
 * @param messages canonical chat, JSON
 * @param attributes as sent; values that are not strings as JSON
 * @param events JSON array; so are the links
 * @param raw the OTLP span, protobuf
 * @param version the span's merge rank: of two versions of one span the higher wins
 */
public record SpanContentRow(
    int gen,
    String workspace,
    String traceId,
    String spanId,
    String input,
    String output,
    String messages,
    Map<String, String> attributes,
    Map<String, String> resource,
    String events,
    String links,
    byte[] raw,
    long version)
    implements Row {}
