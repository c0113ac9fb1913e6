// SPDX-License-Identifier: Apache-2.0
/** Settings of the bridge, valid once made. */
package io.millrace.ingest.config;
