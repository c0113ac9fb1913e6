// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

import java.util.Map;

/**
 * The wide part of one span: a row of {@code span_content_rows}, key (gen, workspace, traceId,
 * spanId). Written ahead of the barrier, outside the checkpoint.
 *
 * @param inputKey the attribute that is the input word for word, '' = input is; outputKey likewise
 * @param messages canonical chat, JSON
 * @param attributes as sent; values that are not strings as JSON
 * @param events JSON array; so are the links
 * @param raw the OTLP span, protobuf, without the texts that were cut out
 * @param rawCuts of each attribute, in the order of the bytes of their keys, two: how many bytes of
 *     raw come before its key, and before its text, 0 to 65,535; 0 = it is in raw. Empty = raw is
 *     whole
 * @param version the span's merge rank: of two versions of one span the higher wins
 */
public record SpanContentRow(
    int gen,
    String workspace,
    String traceId,
    String spanId,
    String input,
    String inputKey,
    String output,
    String outputKey,
    String messages,
    Map<String, String> attributes,
    Map<String, String> resource,
    String events,
    String links,
    byte[] raw,
    int[] rawCuts,
    long version)
    implements Row {}
