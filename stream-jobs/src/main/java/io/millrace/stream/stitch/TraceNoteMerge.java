// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.stream.state.DeletedPart;
import io.millrace.stream.state.Repricing;
import io.millrace.stream.state.TagChange;
import io.millrace.stream.state.TraceCommand;
import io.millrace.stream.state.TraceNotes;
import io.millrace.stream.trace.TagChanges;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Adds a command to what REST has said of a trace. Commutative, associative and idempotent: of two
 * words on one tag the later in the log holds, and what is deleted stays so.
 */
final class TraceNoteMerge {
  private TraceNoteMerge() {}

  /**
   * Both together.
   *
   * @param maxTags of so many tags something is held: of more, of those whose keys come first, in
   *     whichever order they come
   */
  static TraceNotes merge(TraceNotes notes, TraceCommand command, int maxTags) {
    return new TraceNotes(
        notes.getDeleted() || command.getDeletes(),
        first(maxTags, TagChanges.last(notes.getTags(), command.getTags())),
        deletedParts(notes.getDeletedParts(), command.getDeletedParts()),
        later(notes.getRepricing(), command.getRepricing()));
  }

  /** With deletes that were said of its sessions and users, not of the trace. */
  static TraceNotes merge(TraceNotes notes, List<DeletedPart> told) {
    return told.isEmpty()
        ? notes
        : TraceNotes.newBuilder(notes)
            .setDeletedParts(deletedParts(notes.getDeletedParts(), told))
            .build();
  }

  private static List<TagChange> first(int maxTags, List<TagChange> sorted) {
    return sorted.size() <= maxTags ? sorted : List.copyOf(sorted.subList(0, maxTags));
  }

  /** Whether a word on a tag is not held, as there are too many. */
  static boolean dropsTag(TraceNotes merged, TraceCommand command) {
    Set<String> held = merged.getTags().stream().map(TagChange::getKey).collect(Collectors.toSet());
    return command.getTags().stream().anyMatch(tag -> !held.contains(tag.getKey()));
  }

  /** Of each session or user the latest time. */
  private static List<DeletedPart> deletedParts(List<DeletedPart> held, List<DeletedPart> told) {
    Map<String, DeletedPart> parts = new TreeMap<>();
    Stream.concat(held.stream(), told.stream())
        .forEach(
            part ->
                parts.merge(
                    part.getSessionId() + '\0' + part.getUserId(),
                    part,
                    (a, b) -> a.getUntilUnixNano() >= b.getUntilUnixNano() ? a : b));
    return List.copyOf(parts.values());
  }

  private static Repricing later(Repricing held, Repricing told) {
    if (held == null || told == null) {
      return held == null ? told : held;
    }
    return told.getVersion() >= held.getVersion() ? told : held;
  }
}
