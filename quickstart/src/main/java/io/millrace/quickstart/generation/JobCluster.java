// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.generation;

import io.millrace.stream.JobConfig;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;

/** A Flink that runs the jobs of generations. Every method fails where it does not answer. */
public interface JobCluster {
  /** How each job stands that this Flink knows, those that have ended too. */
  Map<JobID, JobStatus> jobs() throws IOException, InterruptedException;

  /** Submits the job of a generation, to go on from its newest complete checkpoint. */
  void submit(JobConfig config) throws IOException, InterruptedException;

  /** Has a job end; its checkpoints stay. */
  void cancel(JobID job) throws IOException, InterruptedException;

  /** Why a job that has ended did so. */
  String end(JobID job) throws IOException, InterruptedException;
}
