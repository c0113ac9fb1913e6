// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What another part tells of itself, as Prometheus would read it.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">text format</a>
 */
final class MetricsPage {
  private static final Duration WITHIN = Duration.ofSeconds(2);
  private static final int OK = 200;

  /** One sample: name, labels, value. */
  private static final Pattern SAMPLE =
      Pattern.compile("^(\\w+)(?:\\{(.*)})? (\\S+)(?: \\d+)?$", Pattern.MULTILINE);

  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(WITHIN).build();

  /** One value of a metric. */
  record Sample(String metric, Map<String, String> labels, double value) {}

  private final List<Sample> samples;

  private MetricsPage(List<Sample> samples) {
    this.samples = samples;
  }

  /**
   * Reads a page.
   *
   * @throws IOException if it does not answer in time, or not with metrics
   */
  static MetricsPage of(URI address) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/metrics")).timeout(WITHIN).build();
    try {
      HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != OK) {
        throw new IOException("answered " + answer.statusCode());
      }
      return parse(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("nobody waits for the answer any more", e);
    }
  }

  static MetricsPage parse(String text) {
    return new MetricsPage(
        SAMPLE
            .matcher(text)
            .results()
            .map(
                sample ->
                    new Sample(
                        sample.group(1),
                        labels(Optional.ofNullable(sample.group(2)).orElse("")),
                        value(sample.group(3))))
            .toList());
  }

  private static Map<String, String> labels(String text) {
    return LABEL
        .matcher(text)
        .results()
        .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2)));
  }

  private static double value(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** The values of a label of a metric, in the order of the page. */
  List<String> labelValues(String metric, String label) {
    return samples.stream()
        .filter(sample -> sample.metric().equals(metric))
        .map(sample -> sample.labels().getOrDefault(label, ""))
        .toList();
  }

  /** The value of a metric; NaN where the page does not tell it. */
  double value(String metric, Map<String, String> labels) {
    return samples.stream()
        .filter(sample -> sample.metric().equals(metric))
        .filter(sample -> sample.labels().entrySet().containsAll(labels.entrySet()))
        .mapToDouble(Sample::value)
        .findFirst()
        .orElse(Double.NaN);
  }
}
