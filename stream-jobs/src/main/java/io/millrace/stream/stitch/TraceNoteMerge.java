// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.stream.state.DeletedPart;
import io.millrace.stream.state.Repricing;
import io.millrace.stream.state.TagChange;
import io.millrace.stream.state.TraceCommand;
import io.millrace.stream.state.TraceNotes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Adds a command to what REST has said of a trace. Commutative, associative and idempotent: of two
 * words on one tag the later in the log holds, and what is deleted stays so.
 */
final class TraceNoteMerge {
  private TraceNoteMerge() {}

  static TraceNotes merge(TraceNotes notes, TraceCommand command) {
    Map<String, TagChange> tags = new TreeMap<>();
    notes.getTags().forEach(tag -> tags.put(tag.getKey(), tag));
    for (TagChange change : command.getTags()) {
      tags.merge(
          change.getKey(),
          change,
          (held, told) -> told.getVersion() >= held.getVersion() ? told : held);
    }
    return new TraceNotes(
        notes.getDeleted() || command.getDeletes(),
        List.copyOf(tags.values()),
        deletedParts(notes.getDeletedParts(), command.getDeletedParts()),
        later(notes.getRepricing(), command.getRepricing()));
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
