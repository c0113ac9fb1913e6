// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.dialects.price.PriceBook;
import io.millrace.dialects.price.PriceQuery;
import io.millrace.schemas.AgentSpan;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The module alone, as a library: the example of its README. */
class LibraryExampleTest {
  private static final String BEGIN = "// example begins\n";
  private static final String END = "    // example ends";

  @Test
  void example_pricesTheCallsOfARequest() throws IOException {
    byte[] request =
        Files.readAllBytes(Path.of("..", "corpus", "openinference-openai", "001.body"));

    assertThat(costs(request))
        .contains(
            "gpt-4o-mini: Optional[Quote[picoUsd=34500000, inputPicoUsd=16500000,"
                + " outputPicoUsd=18000000, cacheSavedPicoUsd=1500000,"
                + " priceVersion=genai-prices-0.2.3]]");
  }

  @Test
  void example_isWhatTheReadmeShows() throws IOException {
    String test =
        Files.readString(Path.of("src/test/java/io/millrace/dialects/LibraryExampleTest.java"));
    String example = test.substring(test.indexOf(BEGIN) + BEGIN.length(), test.lastIndexOf(END));

    assertThat(Files.readString(Path.of("README.md")))
        .contains(example.replaceAll("(?m)^    ", ""));
  }

  private static List<String> costs(byte[] requestBytes) throws InvalidProtocolBufferException {
    List<String> costs = new ArrayList<>();
    // example begins
    Normaliser normaliser = Normaliser.bundled();
    PriceBook prices = PriceBook.bundled();
    ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(requestBytes);
    for (ResourceSpans resource : request.getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span sent : scope.getSpansList()) {
          AgentSpan span =
              normaliser.normalise(
                  resource.getResource(), scope.getScope(), sent, sent.toByteArray());
          if (span.meaning().kind().isModelCall()) {
            AgentSpan.ModelCall call = span.modelCall();
            costs.add(
                call.requestModel()
                    + ": "
                    + prices.quote(
                        new PriceQuery(
                            call.provider(),
                            call.responseModel(),
                            call.requestModel(),
                            call.usage(),
                            call.serviceTier(),
                            span.header().startTimeUnixNano())));
          }
        }
      }
    }
    // example ends
    return costs;
  }
}
