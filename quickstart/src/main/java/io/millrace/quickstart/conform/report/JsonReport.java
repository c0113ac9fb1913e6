// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.quickstart.conform.ClientResult;
import io.millrace.quickstart.conform.ConformReport;
import io.millrace.quickstart.conform.FactResult;
import io.millrace.quickstart.conform.Verdict;
import java.io.UncheckedIOException;
import java.util.Locale;

/** For programs: everything that was asked and told. Fields are only added. */
public final class JsonReport {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private JsonReport() {}

  /** The report as a JSON object. */
  public static String text(ConformReport report) {
    ObjectNode root = JSON.createObjectNode();
    root.put("run", report.run());
    root.put("way", report.way());
    root.put("all_right", report.allRight());
    ObjectNode total = root.putObject("facts");
    for (Verdict verdict : Verdict.values()) {
      total.put(name(verdict), report.count(verdict));
    }
    ArrayNode clients = root.putArray("clients");
    report.clients().forEach(client -> add(clients.addObject(), client));
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(ObjectNode node, ClientResult client) {
    node.put("client", client.client());
    node.put("workspace", client.workspace());
    ArrayNode facts = node.putArray("facts");
    client.facts().forEach(fact -> add(facts.addObject(), fact));
    ArrayNode notTaken = node.putArray("not_taken");
    client.notTaken().forEach(notTaken::add);
    ArrayNode problems = node.putArray("problems");
    client.problems().forEach(problems::add);
  }

  private static void add(ObjectNode node, FactResult fact) {
    node.put("fact", fact.field());
    node.put("verdict", name(fact.verdict()));
    node.set(fact.verdict() == Verdict.NOT_SENT ? "reason" : "expected", value(fact.truth()));
    fact.told().ifPresent(telling -> node.set("seen", value(telling.told())));
    ArrayNode views = node.putArray("views");
    for (FactResult.Telling telling : fact.tellings()) {
      views
          .addObject()
          .put("view", telling.view())
          .put("column", telling.column())
          .put("right", telling.right())
          .set("seen", value(telling.told()));
    }
    if (!fact.closerLook().isEmpty()) {
      node.put("look_closer", fact.closerLook());
    }
  }

  private static JsonNode value(Object value) {
    return JSON.valueToTree(value);
  }

  private static String name(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }
}
