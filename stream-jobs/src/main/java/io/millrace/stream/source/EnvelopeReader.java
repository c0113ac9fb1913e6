// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import io.millrace.schemas.registry.SchemaCoder;
import io.millrace.schemas.registry.SchemaRegistryUnavailableException;
import io.millrace.schemas.registry.UndecodableException;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the values of records; waits while the registry is away, for a record is not unreadable
 * because nobody answers.
 */
final class EnvelopeReader {
  private static final Logger LOG = LoggerFactory.getLogger(EnvelopeReader.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final SchemaCoder coder;

  EnvelopeReader(SchemaCoder coder) {
    this.coder = coder;
  }

  /**
   * The value of a record.
   *
   * @throws UndecodableException if it can never be read
   * @throws InterruptedException when the task is cancelled
   */
  <T extends SpecificRecord> T read(byte[] value, Class<T> type)
      throws UndecodableException, InterruptedException {
    while (true) {
      try {
        return coder.decode(value, type);
      } catch (SchemaRegistryUnavailableException away) {
        LOG.warn(
            "The schema registry does not answer, trying again in {}: {}",
            PAUSE,
            away.getMessage());
        Thread.sleep(PAUSE.toMillis());
      }
    }
  }
}
