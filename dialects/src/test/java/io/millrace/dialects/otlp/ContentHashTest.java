// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContentHashTest {
  @Test
  void hash_isTheSameForEver() {
    // Stored ranks depend on it: a change here is a change of the rules.
    assertThat(ContentHash.of(new byte[0])).isEqualTo(0L);
    assertThat(ContentHash.of("millrace: one span".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(7339115394459541324L);
  }

  @Test
  void anyChangedBit_changesTheUpper44() {
    long seed = 20261121L;
    byte[] bytes = new byte[61];
    new Random(seed).nextBytes(bytes);
    Set<Long> uppers = new HashSet<>();
    uppers.add(ContentHash.of(bytes) >>> 20);
    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
      bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      uppers.add(ContentHash.of(bytes) >>> 20);
      bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    }

    assertThat(uppers).as("seed %d", seed).hasSize(bytes.length * Byte.SIZE + 1);
  }

  @Test
  void trailingZeros_count() {
    assertThat(ContentHash.of(new byte[8])).isNotEqualTo(ContentHash.of(new byte[9]));
    assertThat(ContentHash.of(new byte[1])).isNotEqualTo(ContentHash.of(new byte[2]));
  }
}
