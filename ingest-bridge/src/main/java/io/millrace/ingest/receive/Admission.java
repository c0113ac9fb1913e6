// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.receive;

import java.util.HashMap;
import java.util.Map;

/**
 * Bounds the bytes that requests hold in memory, over all and for each workspace, so that one noisy
 * workspace leaves room for the others. Thread-safe.
 */
public final class Admission {
  /** What a request holds besides its bytes: bounds how many small ones wait. */
  static final long REQUEST_OVERHEAD_BYTES = 4096;

  private final long maxInFlightBytes;
  private final long maxInFlightBytesPerWorkspace;
  private final Object lock = new Object();
  private final Map<String, Long> bytesByWorkspace = new HashMap<>();
  private long inFlightBytes;

  public Admission(long maxInFlightBytes, long maxInFlightBytesPerWorkspace) {
    this.maxInFlightBytes = maxInFlightBytes;
    this.maxInFlightBytesPerWorkspace = maxInFlightBytesPerWorkspace;
  }

  /**
   * Admits a request; the reservation is to be closed when it has been answered.
   *
   * @throws RefusedException with {@link RefusalKind#OVERLOADED}
   */
  public Reservation open(String workspace) {
    Reservation reservation = new Reservation(workspace);
    reservation.grow(REQUEST_OVERHEAD_BYTES);
    return reservation;
  }

  /** Bytes held now. */
  public long inFlightBytes() {
    synchronized (lock) {
      return inFlightBytes;
    }
  }

  /** The bytes of one request. */
  public final class Reservation implements AutoCloseable {
    private final String workspace;
    private long bytes;
    private boolean closed;

    private Reservation(String workspace) {
      this.workspace = workspace;
    }

    /**
     * Takes more bytes.
     *
     * @throws RefusedException with {@link RefusalKind#OVERLOADED} if others hold too much, {@link
     *     RefusalKind#TOO_LARGE} if the request alone does and no waiting helps
     */
    public void grow(long moreBytes) {
      synchronized (lock) {
        if (closed) {
          return; // answered already, what still comes is thrown away
        }
        if (bytes + moreBytes > maxInFlightBytesPerWorkspace) {
          throw new RefusedException(
              RefusalKind.TOO_LARGE, "the request needs more memory than one workspace may hold");
        }
        long ofWorkspace = bytesByWorkspace.getOrDefault(workspace, 0L) + moreBytes;
        if (ofWorkspace > maxInFlightBytesPerWorkspace
            || inFlightBytes + moreBytes > maxInFlightBytes) {
          throw new RefusedException(
              RefusalKind.OVERLOADED, "too many bytes are in flight, try again later");
        }
        bytes += moreBytes;
        inFlightBytes += moreBytes;
        bytesByWorkspace.put(workspace, ofWorkspace);
      }
    }

    /** Gives all bytes back. Doing so twice is harmless. */
    @Override
    public void close() {
      synchronized (lock) {
        if (!closed) {
          closed = true;
          inFlightBytes -= bytes;
          long left = bytesByWorkspace.get(workspace) - bytes;
          if (left == 0) {
            bytesByWorkspace.remove(workspace);
          } else {
            bytesByWorkspace.put(workspace, left);
          }
        }
      }
    }
  }
}
