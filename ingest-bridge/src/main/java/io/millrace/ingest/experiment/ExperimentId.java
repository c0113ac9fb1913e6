// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.experiment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Derives an experiment's id from its workspace and first name, so that two bridges that are asked
 * at once make the same one. A rename keeps it.
 */
public final class ExperimentId {
  /** The experiment of what names none; it is always there. */
  public static final String DEFAULT = "0";

  /** Every id is a whole number that JSON's readers hold exactly, and none is 0, the default's. */
  private static final int BITS = 52;

  private ExperimentId() {}

  /**
   * The id.
   *
   * @param earlier how many experiments began under this name and were renamed since
   */
  public static String of(String workspace, String name, int earlier) {
    String origin = workspace + '\0' + name + (earlier == 0 ? "" : "\0" + earlier);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(origin.getBytes(StandardCharsets.UTF_8));
      long bits = ByteBuffer.wrap(hash).getLong() >>> (Long.SIZE - BITS);
      return Long.toString(bits + 1);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
