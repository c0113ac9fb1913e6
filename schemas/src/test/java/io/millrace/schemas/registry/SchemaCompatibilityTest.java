// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityResult;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * BACKWARD_TRANSITIVE in the build: this build's schemas read what every earlier version wrote. The
 * versions are kept beside this test, {@code compatibility/<subject>/v<n>.avsc}; whoever changes a
 * schema adds the next one and leaves the others alone.
 */
class SchemaCompatibilityTest {

  static List<Topics.Topic> topics() {
    return Topics.all();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void schema_readsEveryEarlierVersion(Topics.Topic topic) throws IOException {
    for (Schema earlier : versions(topic)) {
      SchemaCompatibilityResult result =
          SchemaCompatibility.checkReaderWriterCompatibility(topic.schema(), earlier).getResult();

      assertThat(result.getCompatibility())
          .as("%s: %s", topic.subject(), result.getIncompatibilities())
          .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
  }

  @ParameterizedTest
  @MethodSource("topics")
  void schema_isTheNewestVersionKept(Topics.Topic topic) throws IOException {
    List<Schema> versions = versions(topic);

    assertThat(versions).as("versions kept of %s", topic.subject()).isNotEmpty();
    assertThat(versions.get(versions.size() - 1))
        .as("%s has changed: keep it as v%d.avsc", topic.subject(), versions.size() + 1)
        .isEqualTo(topic.schema());
  }

  private static List<Schema> versions(Topics.Topic topic) throws IOException {
    List<Schema> versions = new ArrayList<>();
    while (true) {
      String name = "/compatibility/%s/v%d.avsc".formatted(topic.subject(), versions.size() + 1);
      try (InputStream file = SchemaCompatibilityTest.class.getResourceAsStream(name)) {
        if (file == null) {
          return versions;
        }
        versions.add(new Schema.Parser().parse(file));
      }
    }
  }
}
