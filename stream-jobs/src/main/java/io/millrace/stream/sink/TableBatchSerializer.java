// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Writes batches into checkpoints. Version 1: statement, last, row ends, bytes. */
final class TableBatchSerializer implements SimpleVersionedSerializer<TableBatch> {
  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(TableBatch batch) throws IOException {
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(batch.bytes().length + batch.rowCount() * Integer.BYTES + 512);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(batch.insertStatement());
    out.writeBoolean(batch.last());
    out.writeInt(batch.rowCount());
    for (int end : batch.rowEnds()) {
      out.writeInt(end);
    }
    out.writeInt(batch.bytes().length);
    out.write(batch.bytes());
    return bytes.toByteArray();
  }

  @Override
  public TableBatch deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException("table batch of version " + version + ", this build reads " + VERSION);
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
    String insertStatement = in.readUTF();
    boolean last = in.readBoolean();
    int[] ends = new int[in.readInt()];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = in.readInt();
    }
    byte[] bytes = in.readNBytes(in.readInt());
    return new TableBatch(insertStatement, bytes, ends, last);
  }
}
