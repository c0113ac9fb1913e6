// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.audit;

import io.millrace.dialects.otlp.ContentHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of many spans as 64-bit hashes, 8 bytes each: two sets of ten million differ unnoticed
 * in one key with a chance of about one in a million.
 */
final class KeySet {
  /** Sorted, each once. */
  private final long[] hashes;

  private KeySet(long[] hashes) {
    this.hashes = hashes;
  }

  boolean contains(String key) {
    return Arrays.binarySearch(hashes, hash(key)) >= 0;
  }

  /** How many keys it holds. */
  int size() {
    return hashes.length;
  }

  /** The keys that are not in the other. */
  KeySet without(KeySet other) {
    return new KeySet(
        Arrays.stream(hashes)
            .filter(hash -> Arrays.binarySearch(other.hashes, hash) < 0)
            .toArray());
  }

  private static long hash(String key) {
    return ContentHash.of(key.getBytes(StandardCharsets.UTF_8));
  }

  /** Collects keys; one that comes again counts once. */
  static final class Builder {
    private long[] collected = new long[1024];
    private int size;

    void add(String key) {
      if (size == collected.length) {
        makeRoom();
      }
      collected[size++] = hash(key);
    }

    KeySet build() {
      dropDoubles();
      return new KeySet(Arrays.copyOf(collected, size));
    }

    private void makeRoom() {
      dropDoubles();
      if (size > collected.length / 2) {
        collected = Arrays.copyOf(collected, collected.length * 2);
      }
    }

    private void dropDoubles() {
      Arrays.sort(collected, 0, size);
      int kept = 0;
      for (int i = 0; i < size; i++) {
        if (kept == 0 || collected[kept - 1] != collected[i]) {
          collected[kept++] = collected[i];
        }
      }
      size = kept;
    }
  }
}
