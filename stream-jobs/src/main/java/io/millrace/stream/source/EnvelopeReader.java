// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import io.millrace.schemas.OtlpEnvelope;
import io.millrace.schemas.registry.SchemaCoder;
import io.millrace.schemas.registry.SchemaRegistryUnavailableException;
import io.millrace.schemas.registry.UndecodableException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads envelopes; waits while the registry is away, for a record is not unreadable because nobody
 * answers.
 */
final class EnvelopeReader {
  private static final Logger LOG = LoggerFactory.getLogger(EnvelopeReader.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final SchemaCoder coder;

  EnvelopeReader(SchemaCoder coder) {
    this.coder = coder;
  }

  /**
   * The envelope in a record's value.
   *
   * @throws UndecodableException if it can never be read
   * @throws InterruptedException when the task is cancelled
   */
  OtlpEnvelope read(byte[] value) throws UndecodableException, InterruptedException {
    while (true) {
      try {
        return coder.decode(value, OtlpEnvelope.class);
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
