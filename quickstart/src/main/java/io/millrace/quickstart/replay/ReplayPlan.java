// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * How captured requests are sent again.
 *
 * @param workspace replaces the recorded one
 * @param experiment replaces the recorded one
 * @param splitSpans one span a request
 * @param twice every request two times; the repetition comes after all, or is shuffled among them
 * @param reverse the last request first
 * @param shuffleSeed any order, the same for the same seed
 */
public record ReplayPlan(
    Optional<String> workspace,
    Optional<String> experiment,
    boolean splitSpans,
    boolean twice,
    boolean reverse,
    OptionalLong shuffleSeed) {
  private static final String WORKSPACE_HEADER = "x-mlflow-workspace";
  private static final String EXPERIMENT_HEADER = "x-mlflow-experiment-id";

  /** As recorded. */
  public static final ReplayPlan AS_RECORDED =
      new ReplayPlan(Optional.empty(), Optional.empty(), false, false, false, OptionalLong.empty());

  /** As recorded, into a workspace. */
  public static ReplayPlan into(String workspace) {
    return new ReplayPlan(
        Optional.of(workspace), Optional.empty(), false, false, false, OptionalLong.empty());
  }

  /** The same way, into another workspace. */
  public ReplayPlan inWorkspace(String name) {
    return new ReplayPlan(Optional.of(name), experiment, splitSpans, twice, reverse, shuffleSeed);
  }

  /** The requests to send, in the order to send them. */
  List<CapturedRequest> apply(List<CapturedRequest> recorded) throws IOException {
    List<CapturedRequest> planned = new ArrayList<>();
    for (CapturedRequest request : recorded) {
      CapturedRequest moved = request.withHeaders(tenancy(request.headers()));
      planned.addAll(splitSpans ? SpanSplitter.split(moved) : List.of(moved));
    }
    if (twice) {
      planned.addAll(List.copyOf(planned));
    }
    if (reverse) {
      Collections.reverse(planned);
    }
    if (shuffleSeed.isPresent()) {
      Collections.shuffle(planned, new Random(shuffleSeed.getAsLong()));
    }
    return planned;
  }

  private Map<String, String> tenancy(Map<String, String> recorded) {
    Map<String, String> headers = new HashMap<>(recorded);
    workspace.ifPresent(name -> headers.put(WORKSPACE_HEADER, name));
    experiment.ifPresent(id -> headers.put(EXPERIMENT_HEADER, id));
    return headers;
  }
}
