// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Writes batches into checkpoints. Version 2: as they are frozen. Version 1, which is still read:
 * statement, last, row ends, rows, nothing compressed.
 */
final class FrozenBatchSerializer implements SimpleVersionedSerializer<FrozenBatch> {
  private static final int PLAIN_VERSION = 1;
  private static final int VERSION = 2;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(FrozenBatch batch) {
    return batch.bytes();
  }

  @Override
  public FrozenBatch deserialize(int version, byte[] serialized) throws IOException {
    return switch (version) {
      case PLAIN_VERSION -> FrozenBatch.of(plain(serialized));
      case VERSION -> new FrozenBatch(serialized);
      default ->
          throw new IOException(
              "table batch of version " + version + ", this build reads up to " + VERSION);
    };
  }

  private static TableBatch plain(byte[] serialized) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
    String insertStatement = in.readUTF();
    boolean last = in.readBoolean();
    int[] ends = new int[in.readInt()];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = in.readInt();
    }
    ByteBuffer rows = ByteBuffer.wrap(in.readNBytes(in.readInt()));
    return new TableBatch(insertStatement, rows, ends, last);
  }
}
