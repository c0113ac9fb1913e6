// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.experiment;

import java.time.Instant;
import java.util.Map;

/**
 * An experiment as of some place in the log.
 *
 * @param id unique within the workspace
 * @param name its last name
 * @param deleted it may be restored; its traces are not touched
 * @param tags by key
 * @param created when a bridge received that it is made
 * @param updated when a bridge received its last change
 */
public record Experiment(
    String id,
    String name,
    boolean deleted,
    Map<String, String> tags,
    Instant created,
    Instant updated) {
  /** What the experiment with id 0 is called until someone renames it. */
  public static final String DEFAULT_NAME = "Default";

  public Experiment {
    tags = Map.copyOf(tags);
  }

  /** The one that is there from the beginning. */
  static Experiment ofDefault() {
    return new Experiment(
        ExperimentId.DEFAULT, DEFAULT_NAME, false, Map.of(), Instant.EPOCH, Instant.EPOCH);
  }
}
