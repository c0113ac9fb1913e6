// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.schemas.AvroTrust;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.TraceInfo;
import io.millrace.stream.state.TraceNotes;
import java.util.Collection;

/**
 * All that is known of a trace.
 *
 * @param generation of the tables that the rows go to
 * @param workspace the trust boundary
 * @param traceId 32 hex digits
 * @param facts one a span, in any order
 * @param requestPreview the text that opens the trace
 * @param responsePreview the text that ends it
 * @param notes what REST has said of it
 * @param info what MLflow's trace info says of it
 */
public record TraceInput(
    int generation,
    String workspace,
    String traceId,
    Collection<SpanFact> facts,
    String requestPreview,
    String responsePreview,
    TraceNotes notes,
    TraceInfo info) {
  static {
    AvroTrust.grant();
  }

  /** What is known where no trace info has come. */
  public static final TraceInfo NO_INFO = TraceInfo.newBuilder().build();

  /** Of a trace of which REST has said nothing. */
  public TraceInput(
      int generation,
      String workspace,
      String traceId,
      Collection<SpanFact> facts,
      String requestPreview,
      String responsePreview) {
    this(
        generation,
        workspace,
        traceId,
        facts,
        requestPreview,
        responsePreview,
        TraceNotes.newBuilder().build(),
        NO_INFO);
  }

  /** The same without its texts, which may come from a span that is deleted. */
  TraceInput withoutTexts() {
    return new TraceInput(generation, workspace, traceId, facts, "", "", notes, info);
  }
}
