// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.quickstart.up.RunningMillrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query of deploy/grafana runs as the reader, with Grafana's macros written out. */
class GrafanaDashboardsIT {
  private static final Path DASHBOARDS = Path.of("..", "deploy", "grafana", "dashboards");

  static Stream<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyQuery_runs(Path dashboard) throws IOException {
    JsonNode root = JsonMapper.builder().build().readTree(dashboard.toFile());
    List<String> panels = root.path("panels").findValuesAsText("rawSql");

    assertThat(panels).hasSameSizeAs(root.path("panels"));
    for (String sql : panels) {
      String written = written(sql);
      assertThat(written).as(sql).doesNotContain("$");
      assertThat(RunningMillrace.shared().query(written)).isNotNull();
    }
    String variable = root.path("templating").path("list").path(0).path("query").textValue();
    assertThat(RunningMillrace.shared().query(variable)).isNotNull();
  }

  /** As the data source writes them: time ranges in seconds, intervals of a minute. */
  private static String written(String sql) {
    return sql.replaceAll(
            "\\$__timeFilter\\((\\w+)\\)", "($1 >= toDateTime(0) AND $1 <= toDateTime(4000000000))")
        .replaceAll(
            "\\$__timeInterval\\((\\w+)\\)",
            "toStartOfInterval(toDateTime($1), INTERVAL 60 second)")
        .replace("${workspace}", "default");
  }
}
