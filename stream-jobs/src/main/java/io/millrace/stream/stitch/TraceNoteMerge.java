// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.stream.state.DeletedPart;
import io.millrace.stream.state.Repricing;
import io.millrace.stream.state.TraceCommand;
import io.millrace.stream.state.TraceNotes;
import io.millrace.stream.trace.TagChanges;
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
    return new TraceNotes(
        notes.getDeleted() || command.getDeletes(),
        TagChanges.last(notes.getTags(), command.getTags()),
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
