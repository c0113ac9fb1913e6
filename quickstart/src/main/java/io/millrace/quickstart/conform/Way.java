// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

import io.millrace.quickstart.replay.ReplayPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the requests of a capture are sent. None of it may change a fact.
 *
 * @param shuffleSeed in any order, the same for the same seed
 * @param oneSpan each span in a request of its own
 * @param twice every request two times
 */
public record Way(OptionalLong shuffleSeed, boolean oneSpan, boolean twice) {
  public static final Way AS_RECORDED = new Way(OptionalLong.empty(), false, false);

  ReplayPlan into(String workspace) {
    return new ReplayPlan(
        Optional.of(workspace), Optional.empty(), oneSpan, twice, false, shuffleSeed);
  }

  /** How often every span is sent. */
  int times() {
    return twice ? 2 : 1;
  }

  /** The options that differ from the recording, or "as recorded". */
  String describe() {
    List<String> options = new ArrayList<>();
    shuffleSeed.ifPresent(seed -> options.add("shuffled by seed " + seed));
    if (oneSpan) {
      options.add("one span a request");
    }
    if (twice) {
      options.add("twice");
    }
    return options.isEmpty() ? "as recorded" : String.join(", ", options);
  }
}
