// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

/**
 * One field of a tag or assessment: a row of {@code annotation_rows}, key (gen, workspace, traceId,
 * type, annotationId, field).
 *
 * @param type TAG or ASSESSMENT
 * @param annotationId id of the assessment, key of the tag
 * @param field which of its fields
 * @param value the field's value, as text
 * @param version its place in the log: of two values of one field the later wins
 */
public record AnnotationRow(
    int gen,
    String workspace,
    String traceId,
    String type,
    String annotationId,
    String field,
    String value,
    long receivedTimeUnixNano,
    long version)
    implements Row {}
