// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.experiment;

import io.millrace.schemas.Control;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Folds the control records of experiments: of each field the last in the log holds. Written by one
 * thread, read by any.
 */
public final class ExperimentTable {
  /** Kind of the control records. */
  public static final String KIND = "experiment";

  private static final Comparator<Experiment> OLDEST_FIRST =
      Comparator.comparing(Experiment::created).thenComparing(Experiment::id);

  private final Map<String, Map<String, ExperimentFields>> byWorkspace = new ConcurrentHashMap<>();

  /** Takes a record into account; records of one key must come in the order of the log. */
  void apply(Control control) {
    int slash = control.getName().indexOf('/');
    if (control.getKind().equals(KIND) && slash > 0) {
      String id = control.getName().substring(0, slash);
      fieldsOf(control.getWorkspace(), id)
          .set(
              control.getName().substring(slash + 1),
              control.getBody(),
              control.getReceivedTimeUnixNano());
    }
  }

  private ExperimentFields fieldsOf(String workspace, String id) {
    return byWorkspace
        .computeIfAbsent(workspace, any -> new ConcurrentHashMap<>())
        .computeIfAbsent(id, ExperimentFields::new);
  }

  /** One by its id, deleted or not. */
  public Optional<Experiment> byId(String workspace, String id) {
    ExperimentFields fields = byWorkspace.getOrDefault(workspace, Map.of()).get(id);
    Supplier<Optional<Experiment>> otherwise =
        () ->
            id.equals(ExperimentId.DEFAULT)
                ? Optional.of(Experiment.ofDefault())
                : Optional.empty();
    return fields == null ? otherwise.get() : fields.experiment();
  }

  /**
   * One by its name, deleted or not; if a rename made two of one name at the same moment, the one
   * that was made first.
   */
  public Optional<Experiment> byName(String workspace, String name) {
    return all(workspace).stream().filter(one -> one.name().equals(name)).min(OLDEST_FIRST);
  }

  /** All of a workspace, deleted ones included, the oldest first. */
  public List<Experiment> all(String workspace) {
    List<Experiment> all =
        new ArrayList<>(
            byWorkspace.getOrDefault(workspace, Map.of()).values().stream()
                .map(ExperimentFields::experiment)
                .flatMap(Optional::stream)
                .toList());
    if (all.stream().noneMatch(one -> one.id().equals(ExperimentId.DEFAULT))) {
      all.add(Experiment.ofDefault());
    }
    all.sort(OLDEST_FIRST);
    return List.copyOf(all);
  }

  /** Over all workspaces. */
  int size() {
    Collection<Map<String, ExperimentFields>> workspaces = byWorkspace.values();
    return workspaces.stream().mapToInt(Map::size).sum();
  }
}
