// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.chaos;

import io.millrace.quickstart.chaos.Fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Draws faults; the same seed and victims give the same ones in the same order. */
final class Faults {
  private static final int MOST_VICTIMS_AT_ONCE = 3;
  private static final int SHORTEST_MILLIS = 1_000;
  private static final int LONGEST_MILLIS = 8_000;
  private static final int LONGEST_PAUSE_MILLIS = 4_000;

  private final Random random;
  private final List<String> victims;
  private final List<Kind> kinds = new ArrayList<>();

  /**
   * Faults of a cluster.
   *
   * @param withFullDisk whether its disk may be filled
   */
  Faults(long seed, List<String> victims, boolean withFullDisk) {
    this.random = new Random(seed);
    this.victims = List.copyOf(victims);
    // most are kills: they are what tells
    kinds.addAll(Collections.nCopies(6, Kind.KILL));
    kinds.addAll(List.of(Kind.STANDSTILL, Kind.STANDSTILL, Kind.REFUSE, Kind.SLOW));
    if (withFullDisk) {
      kinds.add(Kind.FULL_DISK);
    }
  }

  /** The next fault. */
  Fault next() {
    Kind kind = kinds.get(random.nextInt(kinds.size()));
    return switch (kind) {
      case KILL -> new Fault(kind, some(), Duration.ZERO);
      case STANDSTILL -> new Fault(kind, List.of(one()), lasting());
      case REFUSE, SLOW, FULL_DISK -> new Fault(kind, List.of(), lasting());
    };
  }

  /** How long all is left alone before the next one. */
  Duration pause() {
    return Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS));
  }

  private Duration lasting() {
    return Duration.ofMillis(SHORTEST_MILLIS + random.nextInt(LONGEST_MILLIS - SHORTEST_MILLIS));
  }

  private String one() {
    return victims.get(random.nextInt(victims.size()));
  }

  /** Mostly one, at times several at once. */
  private List<String> some() {
    int count = random.nextInt(4) == 0 ? 1 + random.nextInt(MOST_VICTIMS_AT_ONCE) : 1;
    List<String> shuffled = new ArrayList<>(victims);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, Math.min(count, shuffled.size()));
  }
}
