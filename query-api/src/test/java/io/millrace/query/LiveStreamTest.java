// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The stream of changes, on an API of its own: one that has told asks the tables every second until
 * it notices that nobody listens, which is not to mix with what other tests ask.
 */
class LiveStreamTest extends ServedApi {
  @Test
  void liveTraces_areToldAsTheyChange() throws Exception {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("workspace", "default");
    row.put("trace_id", "t1");
    row.put("version", 1L);
    row.put("models", List.of("m1", "m2"));
    tables.answer(() -> List.of(row));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + api.port() + "/api/v1/live/traces?model=m2"))
            .build();
    try (InputStream events =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, BodyHandlers.ofInputStream())
                .body();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
      String data = lines.readLine();
      while (!data.startsWith("data:")) {
        data = lines.readLine();
      }
      assertThat(data).contains("\"trace_id\":\"t1\"");
    }
  }
}
