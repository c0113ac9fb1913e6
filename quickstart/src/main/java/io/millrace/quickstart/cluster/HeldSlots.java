// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cluster;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.rest.messages.EmptyMessageParameters;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.taskmanager.SlotInfo;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagerDetailsHeaders;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagerDetailsInfo;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagerInfo;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagerMessageParameters;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagersHeaders;

/** Which TaskManagers hold slots of which job, by Flink's REST interface (2.3). */
final class HeldSlots {
  private final RestClusterClient<?> client;

  HeldSlots(RestClusterClient<?> client) {
    this.client = client;
  }

  /** A TaskManager that holds a slot of this job. */
  CompletableFuture<Optional<ResourceID>> holderOf(JobID job) {
    return client
        .sendRequest(
            TaskManagersHeaders.getInstance(),
            EmptyMessageParameters.getInstance(),
            EmptyRequestBody.getInstance())
        .thenCompose(all -> details(all.getTaskManagerInfos()))
        .thenApply(
            all ->
                all.stream()
                    .filter(one -> holds(one, job))
                    .map(TaskManagerInfo::getResourceId)
                    .findFirst());
  }

  private CompletableFuture<List<TaskManagerDetailsInfo>> details(
      Collection<TaskManagerInfo> taskManagers) {
    List<CompletableFuture<TaskManagerDetailsInfo>> details =
        taskManagers.stream().map(one -> details(one.getResourceId())).toList();
    return CompletableFuture.allOf(details.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> details.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<TaskManagerDetailsInfo> details(ResourceID taskManager) {
    TaskManagerMessageParameters parameters = new TaskManagerMessageParameters();
    parameters.taskManagerIdParameter.resolve(taskManager);
    return client.sendRequest(
        TaskManagerDetailsHeaders.getInstance(), parameters, EmptyRequestBody.getInstance());
  }

  private static boolean holds(TaskManagerDetailsInfo taskManager, JobID job) {
    return taskManager.getAllocatedSlots().stream().map(SlotInfo::getJobId).anyMatch(job::equals);
  }
}
