// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlinkClassPathTest {
  @ParameterizedTest
  @CsvSource({
    "flink-core-2.3.0.jar, flink-core",
    "flink-shaded-asm-9-9.9.1-21.0.jar, flink-shaded-asm",
    "flink-connector-kafka-5.0.0-2.2.jar, flink-connector-kafka",
    "stream-jobs-0.1.0-SNAPSHOT.jar, stream-jobs",
    "log4j-slf4j-impl-2.25.2.jar, log4j-slf4j-impl",
    "guava-33.7.2-jre.jar, guava"
  })
  void artifact_isTheNameWithoutItsVersion(String jar, String artifact) {
    assertThat(FlinkClassPath.artifact(Path.of("lib", jar))).isEqualTo(artifact);
  }

  @Test
  void everyJarNamed_isOnTheClassPath() {
    Set<String> named = new TreeSet<>(FlinkClassPath.FLINK);
    named.addAll(FlinkClassPath.JOB);
    // This module and, in a build of all, its siblings are folders until they are packaged.
    named.removeAll(Set.of("quickstart", "schemas", "dialects", "sql", "stream-jobs"));

    assertThat(FlinkClassPath.artifacts()).containsAll(named);
  }

  @Test
  void job_bringsNothingOfFlinkItself() {
    assertThat(FlinkClassPath.JOB)
        .noneMatch(name -> name.startsWith("flink-runtime") || name.startsWith("flink-core"))
        .contains("stream-jobs", "flink-connector-kafka", "kafka-clients");
  }
}
