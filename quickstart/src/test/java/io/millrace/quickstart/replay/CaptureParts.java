// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Parts of a capture, by the order of its spans. */
public final class CaptureParts {
  private CaptureParts() {}

  /** How many spans it holds. */
  public static int spans(Capture capture) throws IOException {
    return spanBySpan(capture).size();
  }

  /** Whether it is telemetry alone: a conversation with MLflow tells spans in other ways too. */
  public static boolean isOtlp(Capture capture) {
    return capture.requests().stream().allMatch(one -> one.endpoint().signal().isPresent());
  }

  /** Of all its spans every {@code step}-th from {@code first} on, and no other signal. */
  public static Capture part(Capture capture, int first, int step) throws IOException {
    List<CapturedRequest> spans = spanBySpan(capture);
    List<CapturedRequest> kept = new ArrayList<>();
    for (int i = first; i < spans.size(); i += step) {
      kept.add(spans.get(i));
    }
    return new Capture(kept, List.of());
  }

  private static List<CapturedRequest> spanBySpan(Capture capture) throws IOException {
    List<CapturedRequest> spans = new ArrayList<>();
    for (CapturedRequest request : capture.requests()) {
      if (request.endpoint().isOf(Signal.TRACES)) {
        spans.addAll(SpanSplitter.split(request));
      }
    }
    return spans;
  }
}
