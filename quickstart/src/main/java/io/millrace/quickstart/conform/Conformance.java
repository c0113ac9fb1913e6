// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

import io.millrace.quickstart.replay.Replay;
import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Sends captured clients, each into a workspace of its own, waits until the public views show all
 * of it, and asks them.
 */
public final class Conformance {
  private static final int MAX_NAME_CHARS = 90;
  private static final String NOTHING_TO_SEND =
      "none of its requests is of a protocol that Millrace takes";

  private static final String ACCOUNT =
      "SELECT toInt64(sum(dead_lettered)) AS dead, toInt64(sum(in_flight)) AS in_flight"
          + " FROM ledger_1m WHERE workspace = {workspace:String}";

  private final Target target;
  private final Way way;
  private final String run;

  /**
   * Where to send and where to ask.
   *
   * @param http base of OTLP/HTTP
   * @param grpc of OTLP/gRPC
   * @param kafka properties of Kafka's clients
   * @param reader of the public views
   * @param visibleWithin how long to wait for what was sent
   */
  public record Target(
      URI http, URI grpc, Map<String, Object> kafka, SqlReader reader, Duration visibleWithin) {}

  /**
   * A conformance run.
   *
   * @param run makes the workspaces unique
   */
  public Conformance(Target target, Way way, String run) {
    this.target = target;
    this.way = way;
    this.run = run;
  }

  /** A name that no other run has. */
  public static String newRun() {
    return Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
  }

  /** A client that was sent. */
  private record Sent(Client client, String workspace, List<String> notTaken) {}

  /**
   * Sends all, waits once, compares each.
   *
   * @throws IOException if a receiver, Kafka or ClickHouse cannot be reached, or what was sent does
   *     not become visible in time
   */
  public ConformReport check(List<Client> clients) throws IOException, InterruptedException {
    Map<Client, Sent> sent = sendAll(clients);
    List<ClientResult> results = new ArrayList<>();
    for (Client client : clients) {
      results.add(sent.containsKey(client) ? compare(sent.get(client)) : notTaken(client));
    }
    return new ConformReport(run, way.describe(), results);
  }

  /**
   * Sends all, waits once, and writes for each what the views tell: a truth to be checked.
   *
   * @return the files written
   * @throws IOException as {@link #check}, or if a file cannot be written
   */
  public List<Path> propose(List<Client> clients) throws IOException, InterruptedException {
    List<Path> files = new ArrayList<>();
    for (Sent sent : sendAll(clients).values()) {
      files.add(Proposal.write(sent.client(), answers(sent.workspace())));
    }
    return files;
  }

  private Map<Client, Sent> sendAll(List<Client> clients) throws IOException, InterruptedException {
    Map<Client, Sent> sent = new LinkedHashMap<>();
    for (Client client : clients) {
      if (!client.capture().requests().isEmpty()) {
        sent.put(client, send(client));
      }
    }
    LogPrefix.now(target.kafka()).awaitShown(target.reader(), target.visibleWithin());
    return sent;
  }

  private Sent send(Client client) throws IOException, InterruptedException {
    String workspace = workspace(client);
    List<String> notTaken = new ArrayList<>();
    ReplayPlan plan = way.into(workspace);
    new Replay(target.http(), target.grpc(), notTaken::add).send(client.capture(), plan);
    return new Sent(client, workspace, notTaken);
  }

  /** Printable ASCII, short enough for a workspace. */
  private String workspace(Client client) {
    String name = client.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return "conform-" + name.substring(0, Math.min(name.length(), MAX_NAME_CHARS)) + "-" + run;
  }

  private ClientResult compare(Sent sent) throws IOException {
    Truth truth = sent.client().truth();
    return new ClientResult(
        sent.client().name(),
        sent.workspace(),
        new Comparison(answers(sent.workspace()), way.times()).with(truth, sent.workspace()),
        sent.notTaken(),
        problems(target.reader().query(ACCOUNT, of(sent.workspace())).get(0)));
  }

  private Map<ViewQuestion, Map<String, Object>> answers(String workspace) throws IOException {
    Map<ViewQuestion, Map<String, Object>> answers = new EnumMap<>(ViewQuestion.class);
    for (ViewQuestion question : ViewQuestion.values()) {
      answers.put(question, target.reader().query(question.sql(), of(workspace)).get(0));
    }
    return answers;
  }

  private static Map<String, Object> of(String workspace) {
    return Map.of("workspace", workspace);
  }

  private static List<String> problems(Map<String, Object> account) {
    List<String> problems = new ArrayList<>();
    if (!account.get("dead").equals(0L)) {
      problems.add(
          account.get("dead") + " spans are in the dead letter: see the view dead_letters");
    }
    if (!account.get("in_flight").equals(0L)) {
      problems.add(account.get("in_flight") + " spans are not accounted for: see ledger_1m");
    }
    return problems;
  }

  private static ClientResult notTaken(Client client) {
    return new ClientResult(
        client.name(),
        "",
        Comparison.notTaken(client.truth()),
        List.of(NOTHING_TO_SEND),
        List.of());
  }
}
