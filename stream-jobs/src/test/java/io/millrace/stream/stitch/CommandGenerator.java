// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import io.millrace.schemas.ControlBody;
import io.millrace.stream.control.ControlWord;
import io.millrace.stream.state.DeletedPart;
import io.millrace.stream.state.Repricing;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.TagChange;
import io.millrace.stream.state.TraceCommand;
import io.millrace.stream.trace.Arrivals;
import io.millrace.stream.trace.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws what REST says of a trace: nothing, tags, prices, a delete of it or of a session. */
final class CommandGenerator {
  private static final String PRICES =
      "- {model: %s, usd_per_million_tokens: {input: %d, output: 2}}";

  private final Random random;

  CommandGenerator(Random random) {
    this.random = random;
  }

  /** For a trace of these spans, which are changed where a session is deleted: see below. */
  List<SpanArrival> commands(List<SpanArrival> arrivals) {
    List<SpanArrival> commands = new ArrayList<>();
    int kinds = random.nextInt(16);
    for (int i = random.nextInt(4); i > 0 && kinds < 12; i--) {
      commands.add(kinds < 6 ? tag() : random.nextBoolean() ? repricing() : tag());
    }
    if (kinds == 10 || kinds == 11) {
      commands.add(command(TraceCommand.newBuilder().setDeletes(true).build()));
    } else if (kinds == 12) {
      commands.add(deletedSession(arrivals));
    }
    return commands;
  }

  private SpanArrival tag() {
    String value = random.nextInt(3) == 0 ? null : "v" + random.nextInt(5);
    TagChange change = new TagChange("k" + random.nextInt(3), value, version());
    return command(TraceCommand.newBuilder().setTags(List.of(change)).build());
  }

  private SpanArrival repricing() {
    String model = random.nextBoolean() ? "gpt-4o-mini" : "nobody-knows-1";
    String prices = random.nextInt(4) == 0 ? "" : PRICES.formatted(model, random.nextInt(900));
    Repricing repricing = new Repricing(prices, version());
    return command(TraceCommand.newBuilder().setRepricing(repricing).build());
  }

  /** A delete of a session by control.v1, or null. */
  DeletedPart deletedByControl(List<SpanArrival> arrivals) {
    return random.nextInt(8) == 0 ? deletedPart(arrivals) : null;
  }

  /** What broadcasts it. */
  ControlWord word(DeletedPart part) {
    return new ControlWord(
        "w",
        ControlBody.DELETION,
        "session/" + part.getSessionId(),
        "{\"sessionId\":\"" + part.getSessionId() + "\"}",
        part.getUntilUnixNano(),
        version());
  }

  private SpanArrival deletedSession(List<SpanArrival> arrivals) {
    return delete(deletedPart(arrivals));
  }

  static SpanArrival delete(DeletedPart part) {
    return command(TraceCommand.newBuilder().setDeletedParts(List.of(part)).build());
  }

  /**
   * Every span gets a session of its own telling. What inherits is deleted with whom it inherits
   * from at that moment, and stays so: that alone depends on the order.
   */
  private DeletedPart deletedPart(List<SpanArrival> arrivals) {
    arrivals.replaceAll(
        arrival ->
            Arrivals.fact(arrival).getSessionId().isEmpty()
                ? Arrivals.changed(arrival, fact -> fact.setSessionId("s3"))
                : arrival);
    long until = Facts.T0 + random.nextInt(200) * Facts.SECOND;
    return new DeletedPart("s" + (1 + random.nextInt(3)), "", until);
  }

  /** No two places in the log are the same. */
  private long version() {
    return random.nextLong(Long.MAX_VALUE);
  }

  private static SpanArrival command(TraceCommand command) {
    return SpanArrival.newBuilder()
        .setWorkspace("w")
        .setTraceId(Facts.TRACE)
        .setCommand(command)
        .build();
  }
}
