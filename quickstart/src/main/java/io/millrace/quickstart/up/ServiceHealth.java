// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import io.millrace.quickstart.data.ProcessState;
import io.millrace.quickstart.data.ProcessState.Phase;
import io.millrace.quickstart.data.RunState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Asks a service whether it is well: by a path it answers with 200, else by a connection. */
public final class ServiceHealth {
  private static final Duration WITHIN = Duration.ofSeconds(3);

  /** Where to ask, and what a good answer holds beside the status 200. */
  private record Question(String path, String answer) {}

  /** Of one of several alike: bridge-2-metrics. */
  private static final Pattern NUMBER = Pattern.compile("-\\d+");

  private static final Map<String, Question> QUESTIONS =
      Map.of(
          "clickhouse", new Question("/ping", "Ok."),
          "schema-registry", new Question("/subjects", "["),
          "query-api", new Question("/openapi.yaml", "openapi: 3.1"),
          "query-api-metrics", new Question("/readyz", ""),
          "bridge-metrics", new Question("/readyz", ""),
          "flink", new Question("/overview", "\"jobs-running\":1"),
          "job", new Question("/overview", "\"jobs-running\":1"),
          "flink-metrics", new Question("/metrics", "flink_"));

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(WITHIN).build();

  /** What is not as it should be, a line each; empty when all is well. */
  List<String> obstacles(RunState state) throws InterruptedException {
    List<String> obstacles = new ArrayList<>();
    for (ProcessState process : state.processes()) {
      if (process.phase() != Phase.READY) {
        obstacles.add(process.name() + " is " + process.phase().name().toLowerCase(Locale.ROOT));
        continue;
      }
      for (Map.Entry<String, String> service : process.addresses().entrySet()) {
        if (!isWell(service.getKey(), service.getValue())) {
          obstacles.add(process.name() + ": " + service.getKey() + " is not well");
        }
      }
    }
    return obstacles;
  }

  /** Whether the service answers as it should. */
  public boolean isWell(String service, String address) throws InterruptedException {
    Question question = QUESTIONS.get(NUMBER.matcher(service).replaceFirst(""));
    try {
      return question == null ? connects(address) : answers(address, question);
    } catch (IOException e) {
      return false;
    }
  }

  private boolean answers(String address, Question question)
      throws IOException, InterruptedException {
    URI url = URI.create(address + question.path());
    HttpResponse<String> response =
        http.send(HttpRequest.newBuilder(url).timeout(WITHIN).build(), BodyHandlers.ofString());
    return response.statusCode() == 200 && response.body().contains(question.answer());
  }

  private static boolean connects(String address) throws IOException {
    URI url = URI.create(address.contains("://") ? address : "tcp://" + address);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), (int) WITHIN.toMillis());
      return true;
    }
  }
}
