// SPDX-License-Identifier: Apache-2.0
/** Keeps acknowledged input from expiring unread: how far the job has read, how full disks are. */
package io.millrace.ingest.retention;
