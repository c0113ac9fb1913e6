// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** An API over HTTP, on tables that say what a test wants. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServedApi {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  final FakeTables tables = new FakeTables();
  QueryApi api;

  @BeforeAll
  void start() {
    QueryApiConfig config =
        new QueryApiConfig(
            "127.0.0.1",
            0,
            0,
            Set.of("agents.example"),
            2,
            Duration.ofSeconds(2),
            4,
            Duration.ofSeconds(5));
    api = QueryApi.start(config, tables);
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @BeforeEach
  void emptyTables() {
    tables.answer(List::of);
  }

  /** An answer. */
  AggregatedHttpResponse get(String path) {
    return client().get(path).aggregate().join();
  }

  WebClient client() {
    return WebClient.of("http://127.0.0.1:" + api.port());
  }

  /** Its body. */
  static JsonNode json(AggregatedHttpResponse answer) throws IOException {
    return JSON.readTree(answer.contentUtf8());
  }
}
