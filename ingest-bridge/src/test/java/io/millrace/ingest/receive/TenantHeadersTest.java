// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.HttpHeaders;
import io.millrace.ingest.otlp.Tenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantHeadersTest {
  @Test
  void absentHeaders_areTheDefaults() {
    assertThat(TenantHeaders.read(HttpHeaders.of())).isEqualTo(new Tenant("default", "0", false));
  }

  @Test
  void experiment_thatIsNamed_isExplicitEvenIfItIsTheDefault() {
    assertThat(TenantHeaders.read(HttpHeaders.of("x-mlflow-experiment-id", " 0 ")))
        .isEqualTo(new Tenant("default", "0", true));
  }

  @Test
  void workspace_ofTheGreatestLength_isTaken() {
    String workspace = "w".repeat(128);

    assertThat(TenantHeaders.read(HttpHeaders.of("x-mlflow-workspace", workspace)).workspace())
        .isEqualTo(workspace);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\tb", "a\u0001b", "\u007f", "caf\u00e9"})
  void workspace_thatCannotBe_isInvalid(String value) {
    assertThatThrownBy(() -> TenantHeaders.read(HttpHeaders.of("x-mlflow-workspace", value)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.kind()).isEqualTo(RefusalKind.INVALID))
        .hasMessage("x-mlflow-workspace must be 1 to 128 printable ASCII characters");
  }
}
