// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the checkpoint to go on from: the complete one of the highest number (not of the newest
 * file time). Complete is one with {@code _metadata}; a killed attempt leaves others behind, and
 * Flink never removes a directory that a later attempt with the same number finds not empty: they
 * are swept here, before the job starts.
 */
public final class RestorePoint {
  private static final Logger LOG = LoggerFactory.getLogger(RestorePoint.class);
  private static final Pattern NAME = Pattern.compile("chk-([0-9]+)");

  private RestorePoint() {}

  private record Checkpoint(long id, Path path, boolean complete) {}

  /**
   * The path of the newest complete checkpoint of a job; empty if it has none.
   *
   * @throws UncheckedIOException if the directory cannot be read
   */
  public static Optional<String> find(URI checkpointDirectory, JobID jobId) {
    Path directory = new Path(new Path(checkpointDirectory), jobId.toHexString());
    try {
      FileSystem files = directory.getFileSystem();
      List<Checkpoint> checkpoints = list(files, directory);
      sweep(files, checkpoints);
      Optional<Checkpoint> newest =
          checkpoints.stream()
              .filter(Checkpoint::complete)
              .max(Comparator.comparingLong(Checkpoint::id));
      newest.ifPresent(found -> LOG.info("Going on from checkpoint {}", found.path()));
      return newest.map(found -> found.path().toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the checkpoint directory " + directory, e);
    }
  }

  /**
   * Removes all checkpoints of a job that is no more.
   *
   * @throws UncheckedIOException if the directory cannot be removed
   */
  public static void removeAll(URI checkpointDirectory, JobID jobId) {
    Path directory = new Path(new Path(checkpointDirectory), jobId.toHexString());
    try {
      FileSystem files = directory.getFileSystem();
      if (files.exists(directory)) {
        files.delete(directory, true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the checkpoint directory " + directory, e);
    }
  }

  private static List<Checkpoint> list(FileSystem files, Path directory) throws IOException {
    List<Checkpoint> checkpoints = new ArrayList<>();
    if (!files.exists(directory)) {
      return checkpoints;
    }
    for (FileStatus status : files.listStatus(directory)) {
      Matcher name = NAME.matcher(status.getPath().getName());
      if (name.matches()) {
        boolean complete = files.exists(new Path(status.getPath(), "_metadata"));
        checkpoints.add(new Checkpoint(Long.parseLong(name.group(1)), status.getPath(), complete));
      }
    }
    return checkpoints;
  }

  private static void sweep(FileSystem files, List<Checkpoint> checkpoints) throws IOException {
    for (Checkpoint checkpoint : checkpoints) {
      if (!checkpoint.complete()) {
        LOG.info("Sweeping the half-written checkpoint {}", checkpoint.path());
        files.delete(checkpoint.path(), true);
      }
    }
  }
}
