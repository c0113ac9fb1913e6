// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.fleet.FleetRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestSpoolTest {
  @TempDir Path folder;

  @Test
  void requests_comeBackInOrder_andTheFileGoes() throws Exception {
    List<FleetRequest> requests =
        List.of(new FleetRequest(new byte[] {1, 2, 3}, 2), new FleetRequest(new byte[0], 0));

    try (RequestSpool spool = RequestSpool.of(requests.iterator(), folder)) {
      assertThat(folder).isNotEmptyDirectory();
      for (FleetRequest request : requests) {
        FleetRequest read = spool.next();
        assertThat(read.body()).isEqualTo(request.body());
        assertThat(read.spans()).isEqualTo(request.spans());
      }
      assertThat(spool.hasNext()).isFalse();
    }

    assertThat(folder).isEmptyDirectory();
  }
}
