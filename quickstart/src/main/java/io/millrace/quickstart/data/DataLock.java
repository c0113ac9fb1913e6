// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second {@code up} away from a data folder. The operating system frees the lock when the
 * process ends, however it ends.
 */
public final class DataLock implements AutoCloseable {
  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws DataFolderException if another process, or this one, holds it
   */
  public static DataLock acquire(DataFolder folder) {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(folder.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(folder, null);
      }
      return new DataLock(channel);
    } catch (OverlappingFileLockException e) {
      closeQuietly(channel, e);
      throw inUse(folder, e);
    } catch (DataFolderException e) {
      closeQuietly(channel, e);
      throw e;
    } catch (IOException e) {
      throw new DataFolderException(folder.lockFile() + " cannot be locked: " + e, e);
    }
  }

  private static DataFolderException inUse(DataFolder folder, Throwable cause) {
    return new DataFolderException(
        "data folder %s is in use by another millrace: stop it with 'millrace down', or choose another with --data"
            .formatted(folder.root()),
        cause);
  }

  private static void closeQuietly(FileChannel channel, Exception reason) {
    try {
      channel.close();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
