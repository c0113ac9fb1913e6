// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds to an answer what the other parts tell of themselves. Who does not answer, is named. */
public final class SystemStatus {
  private static final String READY = "millrace_process_ready";
  private static final String PROCESS = "process";

  /** Fields of a process, and the metrics that tell them. */
  private static final List<Map.Entry<String, String>> OF_PROCESS =
      List.of(
          Map.entry("restarts", "millrace_process_restarts_total"),
          Map.entry("resident_bytes", "millrace_process_resident_bytes"));

  /** Fields of the log, and the metrics of the bridge that tell them. */
  private static final List<Map.Entry<String, String>> OF_LOG =
      List.of(
          Map.entry("unread_records", "millrace_bridge_unread_records"),
          Map.entry("lost_records", "millrace_bridge_lost_records"),
          Map.entry("disk_usable_bytes", "millrace_bridge_disk_usable_bytes"));

  private static final int MILLIS_DIGITS = 3;

  private final MetricsPages pages;

  public SystemStatus(MetricsPages pages) {
    this.pages = pages;
  }

  /** Adds {@code processes}, {@code log} and {@code unanswered}. */
  public void addTo(ObjectNode answer) {
    ArrayNode processes = answer.putArray("processes");
    ObjectNode log = answer.putObject("log");
    ArrayNode unanswered = answer.putArray("unanswered");
    read(pages.supervisor(), "supervisor", unanswered)
        .ifPresent(
            page ->
                page.labelValues(READY, PROCESS)
                    .forEach(name -> processes.add(process(page, name))));
    Optional<MetricsPage> bridge = read(pages.bridge(), "bridge", unanswered);
    OF_LOG.forEach(
        field ->
            log.set(
                field.getKey(), count(bridge.map(page -> page.value(field.getValue(), Map.of())))));
  }

  private static Optional<MetricsPage> read(
      Optional<URI> address, String part, ArrayNode unanswered) {
    if (address.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(MetricsPage.of(address.get()));
    } catch (IOException e) {
      unanswered.add(part);
      return Optional.empty();
    }
  }

  private static ObjectNode process(MetricsPage page, String name) {
    Map<String, String> labels = Map.of(PROCESS, name);
    ObjectNode process = JsonNodeFactory.instance.objectNode();
    process.put("name", name);
    process.put("ready", page.value(READY, labels) == 1);
    process.put("since_time", time(page.value("millrace_process_since_seconds", labels)));
    OF_PROCESS.forEach(
        field ->
            process.set(field.getKey(), count(Optional.of(page.value(field.getValue(), labels)))));
    double cpuSeconds = page.value("millrace_process_cpu_seconds", labels);
    process.set(
        "cpu_seconds",
        Double.isFinite(cpuSeconds)
            ? JsonNodeFactory.instance.numberNode(
                BigDecimal.valueOf(cpuSeconds).setScale(MILLIS_DIGITS, RoundingMode.HALF_EVEN))
            : JsonNodeFactory.instance.nullNode());
    return process;
  }

  private static JsonNode count(Optional<Double> value) {
    return value
        .filter(Double::isFinite)
        .<JsonNode>map(number -> JsonNodeFactory.instance.numberNode(number.longValue()))
        .orElse(JsonNodeFactory.instance.nullNode());
  }

  private static String time(double unixSeconds) {
    return Double.isFinite(unixSeconds)
        ? Instant.ofEpochMilli(Math.round(unixSeconds * 1000)).toString()
        : null;
  }
}
