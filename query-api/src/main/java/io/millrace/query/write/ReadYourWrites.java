// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.write;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets a client see what it has just written: the bridge says up to which places it has
 * acknowledged records of the workspace, and a read waits until the views show them, at most for a
 * time; then it is answered with what they show.
 */
public final class ReadYourWrites {
  /** {@code topic/partition:next offset}, between commas. */
  public static final String HEADER = "x-millrace-read-after";

  private static final Pattern PLACE = Pattern.compile("([\\w.-]+/\\d{1,9}):(\\d{1,18})");

  /** Topics that the job reads, though it may not have read anything of them yet. */
  private static final Set<String> READ =
      Set.of("otlp.spans.v1/", "annotations.v1/", "control.v1/");

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final QueryReader tables;
  private final Duration patience;
  private final MeterRegistry metrics;

  /**
   * Waits for views.
   *
   * @param patience query-api.read-your-writes-within; zero = does not wait
   */
  public ReadYourWrites(QueryReader tables, Duration patience, MeterRegistry metrics) {
    this.tables = tables;
    this.patience = patience;
    this.metrics = metrics;
  }

  /**
   * Waits until the views show these places, or the time is over.
   *
   * @param places as in the header; '' = none
   * @return whether the views show them
   */
  public boolean await(String places) throws IOException {
    Map<String, Long> wanted = read(places);
    if (wanted.isEmpty() || patience.isZero()) {
      return wanted.isEmpty();
    }
    long startNanos = System.nanoTime();
    boolean shown = shown(wanted);
    try {
      while (!shown && System.nanoTime() - startNanos < patience.toNanos()) {
        Thread.sleep(BETWEEN_LOOKS.toMillis());
        shown = shown(wanted);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    metrics
        .timer("millrace.api.read.your.writes", "shown", Boolean.toString(shown))
        .record(Duration.ofNanos(System.nanoTime() - startNanos));
    return shown;
  }

  private boolean shown(Map<String, Long> wanted) throws IOException {
    Map<String, Long> progress = new HashMap<>();
    for (Map<String, Object> row : tables.ask(NamedQuery.PROGRESS, Map.of())) {
      progress.put(
          row.get("topic") + "/" + row.get("partition"),
          ((Number) row.get("next_offset")).longValue());
    }
    return wanted.entrySet().stream()
        .allMatch(place -> isShown(progress, place.getKey(), place.getValue()));
  }

  /** Of any other, a topic that the views do not tell of is one that no job reads. */
  private static boolean isShown(Map<String, Long> progress, String place, long next) {
    Long shown = progress.get(place);
    String topic = place.substring(0, place.indexOf('/') + 1);
    return shown == null
        ? !READ.contains(topic)
            && progress.keySet().stream().noneMatch(each -> each.startsWith(topic))
        : shown >= next;
  }

  private static Map<String, Long> read(String places) {
    Map<String, Long> read = new HashMap<>();
    Matcher place = PLACE.matcher(places);
    while (place.find()) {
      read.put(place.group(1), Long.parseLong(place.group(2)));
    }
    return read;
  }
}
