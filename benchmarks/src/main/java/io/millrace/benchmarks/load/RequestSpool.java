// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.load;

import io.millrace.benchmarks.fleet.FleetRequest;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Requests made ready in a file, so that what is measured does not share its processors with their
 * making.
 */
final class RequestSpool implements Iterator<FleetRequest>, Closeable {
  private static final int BUFFER_BYTES = 1 << 20;

  private final Path file;
  private final DataInputStream in;
  private long left;

  private RequestSpool(Path file, long count) throws IOException {
    this.file = file;
    this.left = count;
    this.in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
  }

  /** Takes all requests into a file of this folder, which is gone when this is closed. */
  static RequestSpool of(Iterator<FleetRequest> requests, Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "requests", ".spool");
    long count = 0;
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES))) {
      for (; requests.hasNext(); count++) {
        FleetRequest request = requests.next();
        out.writeInt(request.spans());
        out.writeInt(request.body().length);
        out.write(request.body());
      }
    }
    return new RequestSpool(file, count);
  }

  @Override
  public boolean hasNext() {
    return left > 0;
  }

  @Override
  public FleetRequest next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    left--;
    try {
      int spans = in.readInt();
      return new FleetRequest(in.readNBytes(in.readInt()), spans);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
    Files.delete(file);
  }
}
