// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dialects.table.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class DialectPageTest {
  @Test
  void page_isCurrent() throws IOException {
    if ("write".equals(System.getProperty("page"))) {
      Files.writeString(DialectPage.FILE, DialectPage.of(RuleSet.bundled()));
    }

    assertThat(Files.readString(DialectPage.FILE))
        .as("docs/dialects.md is not current: write it anew as its first lines say")
        .isEqualTo(DialectPage.of(RuleSet.bundled()));
  }
}
