// SPDX-License-Identifier: Apache-2.0
/**
 * The parts of Millrace as processes of their own: bridge, registry, Flink's JobManager and
 * TaskManagers, and the one that submits the job to a Flink and sees to it that it runs.
 */
package io.millrace.quickstart.cluster;
