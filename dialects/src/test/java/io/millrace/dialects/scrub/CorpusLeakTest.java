// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.scrub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing in the corpus tells who or where somebody is, or what was said. */
class CorpusLeakTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CORPUS = Path.of("..", "corpus");

  private static final Map<String, Pattern> LEAKS =
      Map.of(
          "a home or a temporary folder",
          Pattern.compile("/(home|root|Users|tmp|var|opt|workspace)/[\\w.-]+|[A-Z]:\\\\Users"),
          // one character before the @ is enough, and in Base64 all of them take the square
          "an e-mail address",
          Pattern.compile("[\\w.+-]@[\\w.-]+\\.(com|org|net|io|dev|de|edu|gov)\\b"),
          "an address of a machine",
          Pattern.compile(
              "\\blocalhost\\b|\\b(127|10)\\.\\d+\\.\\d+\\.\\d+|\\b192\\.168\\.\\d+\\.\\d+"),
          "a credential",
          Pattern.compile(
              "\\bsk-\\w{6,}|\\bpk-lf-|\\bghp_\\w|\\bAKIA[A-Z0-9]|\\bAIza\\w|\\bxox[bp]-"
                  + "|(?i)\\b(bearer|basic) [\\w+/=.-]{6,}"),
          "a header that is nobody's business",
          Pattern.compile("(?i)\"(authorization|cookie|x-api-key|[\\w-]*-key|host)\" ?:"),
          "what was said to the scripted model",
          Pattern.compile("(?i)should I wear|unknown city|Atlantis|weather in paris"));

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(CORPUS)) {
      return files.filter(CorpusLeakTest::isRequest).sorted().toList();
    }
  }

  private static boolean isRequest(Path file) {
    return Stream.of(".body", ".headers.json", ".request.json", ".response.json")
        .anyMatch(file.toString()::endsWith);
  }

  /** With what stands in a conversation in Base64 behind it. */
  private static String text(Path file) throws IOException {
    String text = Files.readString(file, ISO_8859_1);
    if (!file.toString().endsWith(".request.json")) {
      return text;
    }
    byte[] body = JSON.readTree(file.toFile()).path("body_b64").binaryValue();
    return body == null ? text : text + new String(body, ISO_8859_1);
  }

  @ParameterizedTest
  @MethodSource("files")
  void request_leaksNothing(Path file) throws IOException {
    String text = text(file);
    List<String> found = new ArrayList<>();
    LEAKS.forEach(
        (what, pattern) ->
            pattern
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .forEach(match -> found.add(what + ": " + match)));

    assertThat(found).isEmpty();
  }
}
