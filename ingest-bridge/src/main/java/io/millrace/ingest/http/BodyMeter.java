// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.http;

import io.millrace.ingest.receive.Admission;

/** Counts a body as it comes in, against its limit and the memory that is left. One thread. */
final class BodyMeter {
  private final int maxBodyBytes;
  private final Admission.Reservation reservation;
  private long bytes;

  BodyMeter(int maxBodyBytes, Admission.Reservation reservation) {
    this.maxBodyBytes = maxBodyBytes;
    this.reservation = reservation;
  }

  void add(int moreBytes) {
    bytes += moreBytes;
    if (bytes > maxBodyBytes) {
      throw BodyDecoder.tooLarge(maxBodyBytes);
    }
    reservation.grow(moreBytes);
  }
}
